package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.AxisIndices;
import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Volume;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Rearrange} beside PyTorch's operators on quantized tensors and on floats. */
@Tag("oracle")
class RearrangeOracleTest {
  private static final int CASES = 600;
  private static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final TorchImages images = new TorchImages(random);
  private final Execution execution = Execution.of(Engine.standard(), 2);
  private final Rearrange rearrange = execution.kernel(Rearrange.class);

  @BeforeAll
  static void start() {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
    torch.globalContext().setQEngine(QEngine.FBGEMM);
  }

  /** An operator of PyTorch's. */
  private interface Operator {
    Tensor of(Tensor x);
  }

  private static String what(int i, Object more) {
    return "case " + i + " of seed " + SEED + ", " + more;
  }

  private void compareIntegers(String what, Rearrange.Pixels pixels, int axes, Operator operator) {
    TorchImages.Integers x =
        images.integers(pixels.in(), axes, random.nextBoolean(), random.nextBoolean());
    byte[] y = new byte[pixels.out().elements()];
    rearrange.gather(x.q(), 0, pixels, (byte) x.zeroPoint(), y, 0, execution);
    x.assertSame(what, pixels.out(), y, operator.of(x.tensor()));
  }

  private void compareFloats(
      String what, Rearrange.Pixels pixels, int axes, boolean channelsLast, Operator operator) {
    TorchImages.Floats x = images.floats(pixels.in(), axes, channelsLast);
    float[] y = new float[pixels.out().elements()];
    rearrange.gather(x.x(), 0, pixels, 0f, y, 0, execution);
    assertThat(y).as(what).isEqualTo(TorchImages.floats(operator.of(x.tensor()), pixels.out()));
  }

  @Test
  void nearest() {
    for (int i = 0; i < CASES; i++) {
      int axes = 2 + i % 2;
      TorchImages.Sizes s = TorchImages.Sizes.of(images.volume(axes), axes, random);
      Volume in = s.in();
      Rearrange.Pixels pixels =
          new Rearrange.Pixels(
              in,
              axes > 2 ? AxisIndices.nearest(in.d(), s.d(), s.scale()) : new int[1],
              AxisIndices.nearest(in.h(), s.h(), s.scale()),
              AxisIndices.nearest(in.w(), s.w(), s.scale()));
      if (!s.isLost()) {
        compareIntegers(what(i, s), pixels, axes, x -> nearest(x, s));
      }
      // Of floats that are channels last, PyTorch takes a size doubled for the scale 2 and a size
      // kept for 1, whatever scale it is given.
      compareFloats(
          what(i, s), pixels, axes, s.scale() == 0 && random.nextBoolean(), x -> nearest(x, s));
    }
  }

  private static Tensor nearest(Tensor x, TorchImages.Sizes s) {
    return s.axes() == 2
        ? torch.upsample_nearest2d(x, s.out(), s.given(), s.given())
        : torch.upsample_nearest3d(x, s.out(), s.given(), s.given(), s.given());
  }

  @Test
  void nearestExact() {
    for (int i = 0; i < CASES; i++) {
      int axes = 2 + i % 2;
      TorchImages.Sizes s = TorchImages.Sizes.of(images.volume(axes), axes, random);
      Volume in = s.in();
      Rearrange.Pixels pixels =
          new Rearrange.Pixels(
              in,
              axes > 2 ? AxisIndices.nearestExact(in.d(), s.d(), s.scale()) : new int[1],
              AxisIndices.nearestExact(in.h(), s.h(), s.scale()),
              AxisIndices.nearestExact(in.w(), s.w(), s.scale()));
      if (!s.isLost()) {
        compareIntegers(what(i, s), pixels, axes, x -> nearestExact(x, s));
      }
      compareFloats(what(i, s), pixels, axes, false, x -> nearestExact(x, s));
    }
  }

  private static Tensor nearestExact(Tensor x, TorchImages.Sizes s) {
    IValue scale = s.scale() == 0 ? new IValue() : new IValue(s.scale());
    IValue image = new IValue(x);
    IValue result =
        s.axes() == 2
            ? Operators.call(
                "aten::_upsample_nearest_exact2d",
                image,
                Operators.ints(s.h(), s.w()),
                scale,
                scale)
            : Operators.call(
                "aten::_upsample_nearest_exact3d",
                image,
                Operators.ints(s.d(), s.h(), s.w()),
                scale,
                scale,
                scale);
    return Operators.tensor(result).contiguous();
  }

  @ParameterizedTest
  @EnumSource
  void pad(Padding kind) {
    String mode = kind.name().toLowerCase(Locale.ROOT);
    for (int i = 0; i < CASES / 2; i++) {
      Volume in = images.volume(2);
      int[] p = new int[4];
      for (int k = 0; k < 4; k++) {
        int size = k < 2 ? in.w() : in.h();
        p[k] =
            switch (kind) {
              case CONSTANT, REPLICATE -> random.nextInt(5);
              case REFLECT -> random.nextInt(size);
              case CIRCULAR -> random.nextInt(size + 1);
            };
      }
      Rearrange.Pixels pixels =
          new Rearrange.Pixels(
              in,
              AxisIndices.identity(1),
              AxisIndices.padded(kind, in.h(), p[2], p[3]),
              AxisIndices.padded(kind, in.w(), p[0], p[1]));
      long[] by = {p[0], p[1], p[2], p[3]};
      // A real 0 is the zero point.
      DoubleOptional value =
          kind == Padding.CONSTANT ? new DoubleOptional(0.0) : new DoubleOptional();
      // PyTorch 2.10 has the other two for floats only.
      if (kind == Padding.CONSTANT || kind == Padding.REFLECT) {
        compareIntegers(what(i, kind), pixels, 2, x -> torch.pad(x, by, mode, value));
      }
      compareFloats(
          what(i, kind), pixels, 2, random.nextBoolean(), x -> torch.pad(x, by, mode, value));
    }
  }

  @Test
  void channelShuffle() {
    for (int i = 0; i < CASES / 2; i++) {
      int groups = 1 + random.nextInt(5);
      Volume v = images.volume(2);
      Volume in = new Volume(v.n(), 1, v.h(), v.w(), groups * (1 + v.c() / groups));
      CopyPlan plan = CopyPlan.channelShuffle(in.n() * in.h() * in.w(), in.c(), groups);
      // PyTorch shuffles unsigned integers only.
      compareCopy(what(i, groups), plan, true, in, in, x -> torch.channel_shuffle(x, groups));
    }
  }

  @Test
  void pixelShuffle() {
    for (int i = 0; i < CASES / 2; i++) {
      int r = 1 + random.nextInt(4);
      Volume v = images.volume(2);
      int c = 1 + random.nextInt(9);
      Volume in = new Volume(v.n(), 1, v.h(), v.w(), c * r * r);
      Volume out = new Volume(v.n(), 1, v.h() * r, v.w() * r, c);
      boolean unsigned = random.nextBoolean();
      CopyPlan there = CopyPlan.pixelShuffle(in, r);
      compareCopy(what(i, r), there, unsigned, in, out, x -> torch.pixel_shuffle(x, r));
      CopyPlan back = CopyPlan.pixelUnshuffle(out, r);
      compareCopy(what(i, r), back, unsigned, out, in, x -> torch.pixel_unshuffle(x, r));
    }
  }

  private void compareCopy(
      String what, CopyPlan plan, boolean unsigned, Volume in, Volume out, Operator operator) {
    TorchImages.Integers x = images.integers(in, 2, unsigned, random.nextBoolean());
    byte[] y = new byte[out.elements()];
    rearrange.copy(x.q(), 0, plan, y, 0, execution);
    x.assertSame(what, out, y, operator.of(x.tensor()));
    TorchImages.Floats f = images.floats(in, 2, random.nextBoolean());
    float[] floats = new float[out.elements()];
    rearrange.copy(f.x(), 0, plan, floats, 0, execution);
    assertThat(floats).as(what).isEqualTo(TorchImages.floats(operator.of(f.tensor()), out));
  }
}
