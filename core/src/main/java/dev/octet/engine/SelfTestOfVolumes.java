package dev.octet.engine;

import dev.octet.kernel.AxisIndices;
import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Volume;
import dev.octet.kernel.Windows;
import java.util.function.Consumer;

/** The part of {@link SelfTest} about pooling, resampling and rearranging. */
final class SelfTestOfVolumes {
  private static final Volume IN = new Volume(1, 1, 4, 5, 37);

  private SelfTestOfVolumes() {}

  static void check(KernelSet kernels, KernelSet reference, KernelContext context) {
    SelfTest.compare(kernels, reference, Pool.class, k -> pool(k, context), 0f);
    SelfTest.compare(kernels, reference, Resample.class, k -> resample(k, context), 0f);
    SelfTest.compare(kernels, reference, Rearrange.class, k -> rearrange(k, context), 0f);
  }

  private static float[] pool(Pool kernel, KernelContext context) {
    Windows.Sliding sliding = Windows.Sliding.of(3, 2, 1);
    Pool.Shape shape =
        new Pool.Shape(
            IN, Windows.each(1), Windows.sliding(4, sliding), Windows.sliding(5, sliding));
    Pool.Integers unsigned = new Pool.Integers(true, 131, 0.75f, 100, 0, 255);
    Pool.Integers signed = new Pool.Integers(false, -5, 1f, -5, -128, 127);
    byte[] q = SelfTest.bytes(IN.elements());
    float[] x = SelfTest.x(IN.elements());
    int n = shape.out().elements();
    return SelfTest.joined(
        integers(n, y -> kernel.max(q, 0, shape, true, y, 0, context)),
        integers(n, y -> kernel.max(q, 0, shape, false, y, 0, context)),
        integers(n, y -> kernel.average(q, 0, shape, unsigned, 0, y, 0, context)),
        integers(n, y -> kernel.average(q, 0, shape, signed, 5, y, 0, context)),
        SelfTest.out(n, y -> kernel.max(x, 0, shape, y, 0, context)),
        SelfTest.out(n, y -> kernel.average(x, 0, shape, 0, y, 0, context)));
  }

  private static float[] resample(Resample kernel, KernelContext context) {
    Resample.Shape shape =
        new Resample.Shape(
            IN, LinearTaps.still(1), LinearTaps.of(4, 7, false, 0), LinearTaps.of(5, 3, true, 0));
    byte[] q = SelfTest.bytes(IN.elements());
    float[] x = SelfTest.x(IN.elements());
    int n = shape.out().elements();
    return SelfTest.joined(
        integers(n, y -> kernel.linear(q, 0, shape, true, 90, y, 0, context)),
        integers(n, y -> kernel.linear(q, 0, shape, false, -3, y, 0, context)),
        SelfTest.out(n, y -> kernel.linear(x, 0, shape, y, 0, context)));
  }

  private static float[] rearrange(Rearrange kernel, KernelContext context) {
    Rearrange.Pixels pixels =
        new Rearrange.Pixels(
            IN,
            AxisIndices.identity(1),
            AxisIndices.padded(Padding.CONSTANT, 4, 1, 2),
            AxisIndices.nearest(5, 9, 0));
    CopyPlan plan = CopyPlan.channelsFirst(1, 37, 20);
    byte[] q = SelfTest.bytes(IN.elements());
    float[] x = SelfTest.x(IN.elements());
    int n = pixels.out().elements();
    return SelfTest.joined(
        integers(n, y -> kernel.gather(q, 0, pixels, (byte) 7, y, 0, context)),
        SelfTest.out(n, y -> kernel.gather(x, 0, pixels, 7f, y, 0, context)),
        integers(IN.elements(), y -> kernel.copy(q, 0, plan, y, 0, context)),
        SelfTest.out(IN.elements(), y -> kernel.copy(x, 0, plan, y, 0, context)));
  }

  private static float[] integers(int n, Consumer<byte[]> run) {
    byte[] y = new byte[n];
    run.accept(y);
    return SelfTest.floats(y);
  }
}
