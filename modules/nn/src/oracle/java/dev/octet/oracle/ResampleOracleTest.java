package dev.octet.oracle;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.engine.Execution;
import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Tier;
import dev.octet.kernel.Volume;
import java.util.Random;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@link Resample} beside PyTorch's interpolation of quantized tensors and of floats. For images
 * that are channels first, PyTorch computes what its source says; for channels last, its compiler
 * has made fma of some operations, which decides ties another way.
 */
@Tag("oracle")
class ResampleOracleTest {
  private static final int CASES = 600;
  private static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final TorchImages images = new TorchImages(random);

  @BeforeAll
  static void start() {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
    torch.globalContext().setQEngine(QEngine.FBGEMM);
  }

  private static Resample.Shape shape(TorchImages.Sizes s, boolean align) {
    Volume in = s.in();
    return new Resample.Shape(
        in,
        s.axes() > 2 ? LinearTaps.of(in.d(), s.d(), align, s.scale()) : LinearTaps.still(1),
        s.axes() > 1 ? LinearTaps.of(in.h(), s.h(), align, s.scale()) : LinearTaps.still(1),
        LinearTaps.of(in.w(), s.w(), align, s.scale()));
  }

  @ParameterizedTest
  @CsvSource({"JAVA, false", "VECTOR, false", "VECTOR, true"})
  void bilinear(Tier tier, boolean channelsLast) {
    Execution execution = Execution.of(Engine.of(EngineOptions.of(tier)), 2);
    Resample resample = execution.kernel(Resample.class);
    Steps steps = channelsLast ? Steps.withoutTies() : new Steps();
    for (int i = 0; i < CASES; i++) {
      boolean align = random.nextBoolean();
      TorchImages.Sizes s = TorchImages.Sizes.of(images.volume(2), 2, random);
      Resample.Shape shape = shape(s, align);
      TorchImages.Integers x = images.integers(s.in(), 2, random.nextBoolean(), channelsLast);
      byte[] y = new byte[shape.out().elements()];
      resample.linear(x.q(), 0, shape, x.unsigned(), x.zeroPoint(), y, 0, execution);
      double[] exact = exact(x.floats(), s, align);
      Tensor theirs = torch.upsample_bilinear2d(x.tensor(), s.out(), align, s.given(), s.given());
      String what = "case %d of seed %d, %s, align %s".formatted(i, SEED, s, align);
      x.compare(steps, what, shape.out(), y, theirs, e -> exact[e]);
    }
    steps.check(
        "upsample_bilinear2d, channels %s, beside %s"
            .formatted(channelsLast ? "last" : "first", tier));
  }

  /** Of two axes, in double. */
  private static double[] exact(float[] x, TorchImages.Sizes s, boolean align) {
    Volume in = s.in();
    double[] y = new double[in.n() * s.h() * s.w() * in.c()];
    for (int i = 0; i < y.length; i++) {
      int c = i % in.c();
      int ow = i / in.c() % s.w();
      int oh = i / in.c() / s.w() % s.h();
      int n = i / in.c() / s.w() / s.h();
      double h = source(oh, in.h(), s.h(), align, s.scale());
      double w = source(ow, in.w(), s.w(), align, s.scale());
      for (int corner = 0; corner < 4; corner++) {
        int above = corner / 2;
        int right = corner % 2;
        int ih = Math.min((int) h + above, in.h() - 1);
        int iw = Math.min((int) w + right, in.w() - 1);
        double weight =
            (above == 0 ? 1 - h + (int) h : h - (int) h)
                * (right == 0 ? 1 - w + (int) w : w - (int) w);
        y[i] += weight * x[((n * in.h() + ih) * in.w() + iw) * in.c() + c];
      }
    }
    return y;
  }

  /** Where a result lies among the elements of an axis. */
  private static double source(int o, int size, int out, boolean align, double scale) {
    if (align) {
      return out > 1 ? o * (size - 1.0) / (out - 1) : 0;
    }
    double step = scale > 0 ? 1 / scale : (double) size / out;
    return Math.clamp(step * (o + 0.5) - 0.5, 0, size - 1);
  }

  /** Weights are computed in float32, with or without fma: they are right to an ulp of an index. */
  @ParameterizedTest
  @EnumSource(
      value = Tier.class,
      names = {"JAVA", "VECTOR"})
  void linearOfFloats(Tier tier) {
    Execution execution = Execution.of(Engine.of(EngineOptions.of(tier)), 2);
    Resample resample = execution.kernel(Resample.class);
    for (int i = 0; i < CASES; i++) {
      int axes = 1 + i % 3;
      boolean align = random.nextBoolean();
      TorchImages.Sizes s = TorchImages.Sizes.of(images.volume(axes), axes, random);
      Resample.Shape shape = shape(s, align);
      TorchImages.Floats x = images.floats(s.in(), axes, random.nextBoolean());
      float[] y = new float[shape.out().elements()];
      resample.linear(x.x(), 0, shape, y, 0, execution);
      Tensor t = x.tensor();
      Tensor theirs =
          switch (axes) {
            case 1 -> torch.upsample_linear1d(t, s.out(), align, s.given());
            case 2 -> torch.upsample_bilinear2d(t, s.out(), align, s.given(), s.given());
            default ->
                torch.upsample_trilinear3d(t, s.out(), align, s.given(), s.given(), s.given());
          };
      TorchImages.assertNear(
          "case %d of seed %d, %s, align %s".formatted(i, SEED, s, align),
          y,
          TorchImages.floats(theirs, shape.out()),
          8 * Math.ulp((float) Math.max(s.in().w(), 8)));
    }
  }
}
