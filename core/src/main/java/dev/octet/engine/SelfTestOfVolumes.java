package dev.octet.engine;

import dev.octet.kernel.AxisIndices;
import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Volume;
import dev.octet.kernel.Windows;

/** The part of {@link SelfTest} about pooling, resampling and rearranging. */
final class SelfTestOfVolumes {
  private static final Volume IN = new Volume(1, 1, 3, 4, 37);

  private SelfTestOfVolumes() {}

  static float[] pool(Pool kernel, KernelContext context) {
    Windows.Sliding sliding = Windows.Sliding.of(3, 2, 1);
    Pool.Shape shape =
        new Pool.Shape(
            IN, Windows.each(1), Windows.sliding(3, sliding), Windows.sliding(4, sliding));
    Pool.Integers unsigned = new Pool.Integers(true, 131, 0.75f, 100, 0, 255);
    Pool.Integers signed = new Pool.Integers(false, -5, 1f, -5, -128, 127);
    byte[] q = SelfTest.bytes(IN.elements());
    float[] x = SelfTest.x(IN.elements());
    int n = shape.out().elements();
    byte[] bytes = new byte[4 * n];
    kernel.max(q, 0, shape, true, bytes, 0, context);
    kernel.max(q, 0, shape, false, bytes, n, context);
    kernel.average(q, 0, shape, unsigned, 0, bytes, 2 * n, context);
    kernel.average(q, 0, shape, signed, 5, bytes, 3 * n, context);
    float[] floats = new float[2 * n];
    kernel.max(x, 0, shape, floats, 0, context);
    kernel.average(x, 0, shape, 0, floats, n, context);
    return SelfTest.joined(SelfTest.floats(bytes), floats);
  }

  static float[] resample(Resample kernel, KernelContext context) {
    Resample.Shape shape =
        new Resample.Shape(
            IN, LinearTaps.still(1), LinearTaps.of(3, 5, false, 0), LinearTaps.of(4, 3, true, 0));
    byte[] q = SelfTest.bytes(IN.elements());
    float[] x = SelfTest.x(IN.elements());
    int n = shape.out().elements();
    byte[] bytes = new byte[2 * n];
    kernel.linear(q, 0, shape, true, 90, bytes, 0, context);
    kernel.linear(q, 0, shape, false, -3, bytes, n, context);
    float[] floats = new float[n];
    kernel.linear(x, 0, shape, floats, 0, context);
    return SelfTest.joined(SelfTest.floats(bytes), floats);
  }

  static float[] rearrange(Rearrange kernel, KernelContext context) {
    Rearrange.Pixels pixels =
        new Rearrange.Pixels(
            IN,
            AxisIndices.identity(1),
            AxisIndices.padded(Padding.CONSTANT, 3, 1, 2),
            AxisIndices.nearest(4, 7, 0));
    CopyPlan plan = CopyPlan.channelsFirst(1, 37, 12);
    byte[] q = SelfTest.bytes(IN.elements());
    float[] x = SelfTest.x(IN.elements());
    int n = pixels.out().elements();
    byte[] bytes = new byte[n + IN.elements()];
    kernel.gather(q, 0, pixels, (byte) 7, bytes, 0, context);
    kernel.copy(q, 0, plan, bytes, n, context);
    float[] floats = new float[n + IN.elements()];
    kernel.gather(x, 0, pixels, 7f, floats, 0, context);
    kernel.copy(x, 0, plan, floats, n, context);
    return SelfTest.joined(SelfTest.floats(bytes), floats);
  }
}
