package dev.octet.oracle;

import static dev.octet.oracle.TorchImages.perAxis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.engine.Execution;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Tier;
import dev.octet.kernel.Volume;
import dev.octet.kernel.Windows;
import java.util.Random;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@link Pool} beside PyTorch's operators on quantized tensors of both types and on floats.
 *
 * <p>PyTorch's averages over images that are channels last round steps from the zero point. Over
 * images that are channels first they round integers with the zero point in them, so that halves go
 * to an even integer: Octet does that where it is told that zero points are 0.
 */
@Tag("oracle")
class PoolOracleTest {
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

  private static String what(int i, Object more) {
    return "case " + i + " of seed " + SEED + ", " + more;
  }

  /** The kernel of one tier, and what it runs in. */
  private record Octet(Pool pool, Execution execution) {
    static Octet of(Tier tier) {
      Execution execution = Execution.of(Engine.of(EngineOptions.of(tier)), 2);
      return new Octet(execution.kernel(Pool.class), execution);
    }

    byte[] max(TorchImages.Integers x, Pool.Shape shape) {
      byte[] y = new byte[shape.out().elements()];
      pool.max(x.q(), 0, shape, x.unsigned(), y, 0, execution);
      return y;
    }

    float[] max(TorchImages.Floats x, Pool.Shape shape) {
      float[] y = new float[shape.out().elements()];
      pool.max(x.x(), 0, shape, y, 0, execution);
      return y;
    }

    byte[] average(TorchImages.Integers x, int z, Pool.Shape shape, int divisor) {
      byte[] y = new byte[shape.out().elements()];
      Pool.Integers integers =
          new Pool.Integers(x.unsigned(), z, 1f, z, x.least(), x.least() + 255);
      pool.average(x.q(), 0, shape, integers, divisor, y, 0, execution);
      return y;
    }

    float[] average(float[] x, Pool.Shape shape, int divisor) {
      float[] y = new float[shape.out().elements()];
      pool.average(x, 0, shape, divisor, y, 0, execution);
      return y;
    }

    /** Averages of the steps from the zero point, plus the zero point. */
    float[] exact(TorchImages.Integers x, Pool.Shape shape, int divisor) {
      float[] steps = x.floats();
      for (int i = 0; i < steps.length; i++) {
        steps[i] -= x.zeroPoint();
      }
      float[] y = average(steps, shape, divisor);
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.clamp(y[i] + x.zeroPoint(), x.least(), x.least() + 255);
      }
      return y;
    }
  }

  /** Windows along each axis, all with the same flags. */
  private static final class Slides {
    private final int axes;
    private final Windows.Sliding d;
    private final Windows.Sliding h;
    private final Windows.Sliding w;
    private final Pool.Shape shape;

    Slides(Volume in, int axes, boolean max, Random random) {
      this.axes = axes;
      boolean ceil = random.nextBoolean();
      boolean count = random.nextBoolean();
      Windows.Sliding one = new Windows.Sliding(1, 1, 0, 0, 1, ceil, count);
      d = axes > 2 ? sliding(in.d(), max, ceil, count, random) : one;
      h = axes > 1 ? sliding(in.h(), max, ceil, count, random) : one;
      w = sliding(in.w(), max, ceil, count, random);
      shape =
          new Pool.Shape(
              in,
              Windows.sliding(in.d(), d),
              Windows.sliding(in.h(), h),
              Windows.sliding(in.w(), w));
    }

    private static Windows.Sliding sliding(
        int size, boolean max, boolean ceil, boolean count, Random random) {
      while (true) {
        int kernel = 1 + random.nextInt(5);
        int dilation = max ? 1 + random.nextInt(2) : 1;
        int padding = random.nextInt(kernel / 2 + 1);
        // PyTorch's avg_pool3d wants more than that a window fits.
        int room = max ? size + 2 * padding : size;
        if (room >= dilation * (kernel - 1) + 1) {
          int stride = 1 + random.nextInt(3);
          return new Windows.Sliding(kernel, stride, padding, padding, dilation, ceil, count);
        }
      }
    }

    Tensor max(Tensor x) {
      long[] kernel = perAxis(axes, d.kernel(), h.kernel(), w.kernel());
      long[] stride = perAxis(axes, d.stride(), h.stride(), w.stride());
      long[] padding = perAxis(axes, d.before(), h.before(), w.before());
      long[] dilation = perAxis(axes, d.dilation(), h.dilation(), w.dilation());
      return switch (axes) {
        case 1 -> torch.max_pool1d(x, kernel, stride, padding, dilation, w.ceil());
        case 2 -> torch.max_pool2d(x, kernel, stride, padding, dilation, w.ceil());
        default -> torch.max_pool3d(x, kernel, stride, padding, dilation, w.ceil());
      };
    }

    Tensor average(Tensor x, int divisor) {
      long[] kernel = perAxis(axes, d.kernel(), h.kernel(), w.kernel());
      long[] stride = perAxis(axes, d.stride(), h.stride(), w.stride());
      long[] padding = perAxis(axes, d.before(), h.before(), w.before());
      LongOptional by = divisor == 0 ? new LongOptional() : new LongOptional(divisor);
      boolean count = w.countPadding();
      return axes == 2
          ? torch.avg_pool2d(x, kernel, stride, padding, w.ceil(), count, by)
          : torch.avg_pool3d(x, kernel, stride, padding, w.ceil(), count, by);
    }

    @Override
    public String toString() {
      return d + ", " + h + ", " + w;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Tier.class,
      names = {"JAVA", "VECTOR"})
  void max(Tier tier) {
    Octet octet = Octet.of(tier);
    for (int i = 0; i < CASES; i++) {
      int axes = 1 + i % 3;
      Volume in = images.volume(axes);
      Slides s = new Slides(in, axes, true, random);
      TorchImages.Integers x =
          images.integers(in, axes, random.nextBoolean(), random.nextBoolean());
      x.assertSame(what(i, s), s.shape.out(), octet.max(x, s.shape), s.max(x.tensor()));
      TorchImages.Floats f = images.floats(in, axes, random.nextBoolean());
      assertThat(octet.max(f, s.shape))
          .as(what(i, s))
          .isEqualTo(TorchImages.floats(s.max(f.tensor()), s.shape.out()));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Tier.class,
      names = {"JAVA", "VECTOR"})
  void average(Tier tier) {
    Octet octet = Octet.of(tier);
    Steps steps = new Steps();
    for (int i = 0; i < CASES; i++) {
      int axes = 2 + i % 2;
      Volume in = images.volume(axes);
      Slides s = new Slides(in, axes, false, random);
      int divisor = random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 0;
      String what = what(i, s + ", divisor " + divisor);
      TorchImages.Integers x = images.integers(in, axes, random.nextBoolean(), true);
      compare(octet, steps, what, x, s.shape, divisor, s.average(x.tensor(), divisor));
      TorchImages.Floats f = images.floats(in, axes, random.nextBoolean());
      compare(octet, what, f, s.shape, divisor, s.average(f.tensor(), divisor));
    }
    steps.check("avg_pool2d, avg_pool3d beside " + tier);
  }

  @ParameterizedTest
  @EnumSource(
      value = Tier.class,
      names = {"JAVA", "VECTOR"})
  void adaptive(Tier tier) {
    Octet octet = Octet.of(tier);
    Steps steps = new Steps();
    for (int i = 0; i < CASES; i++) {
      int axes = 2 + i % 2;
      Volume in = images.volume(axes);
      int d = axes > 2 ? 1 + random.nextInt(in.d() + 2) : 1;
      int h = 1 + random.nextInt(in.h() + 2);
      int w = 1 + random.nextInt(in.w() + 2);
      Pool.Shape shape =
          new Pool.Shape(
              in,
              Windows.adaptive(in.d(), d),
              Windows.adaptive(in.h(), h),
              Windows.adaptive(in.w(), w));
      long[] out = perAxis(axes, d, h, w);
      String what = what(i, shape.out());
      TorchImages.Integers x = images.integers(in, axes, random.nextBoolean(), true);
      compare(octet, steps, what, x, shape, 0, adaptive(x.tensor(), out));
      TorchImages.Floats f = images.floats(in, axes, random.nextBoolean());
      compare(octet, what, f, shape, 0, adaptive(f.tensor(), out));
    }
    steps.check("adaptive_avg_pool2d, 3d beside " + tier);
  }

  private static Tensor adaptive(Tensor x, long[] out) {
    return out.length == 2 ? torch.adaptive_avg_pool2d(x, out) : torch.adaptive_avg_pool3d(x, out);
  }

  @ParameterizedTest
  @EnumSource(
      value = Tier.class,
      names = {"JAVA", "VECTOR"})
  void channelsFirst(Tier tier) {
    Octet octet = Octet.of(tier);
    Steps sliding = new Steps();
    Steps adaptive = new Steps();
    for (int i = 0; i < CASES; i++) {
      Volume in = images.volume(2);
      // Without padding: that is of zero points, which are not 0.
      int kernel = 1 + random.nextInt(Math.min(in.h(), in.w()));
      int stride = 1 + random.nextInt(3);
      Windows.Sliding s = Windows.Sliding.of(kernel, stride, 0);
      Pool.Shape shape =
          new Pool.Shape(
              in, Windows.each(1), Windows.sliding(in.h(), s), Windows.sliding(in.w(), s));
      TorchImages.Integers x = images.integers(in, 2, random.nextBoolean(), false);
      Tensor theirs =
          torch.avg_pool2d(
              x.tensor(),
              new long[] {kernel, kernel},
              new long[] {stride, stride},
              new long[2],
              false,
              true,
              new LongOptional());
      compareIntegers(octet, sliding, what(i, s), x, shape, theirs);
      int h = 1 + random.nextInt(in.h() + 2);
      int w = 1 + random.nextInt(in.w() + 2);
      Pool.Shape to =
          new Pool.Shape(
              in, Windows.each(1), Windows.adaptive(in.h(), h), Windows.adaptive(in.w(), w));
      compareIntegers(
          octet, adaptive, what(i, to.out()), x, to, torch.adaptive_avg_pool2d(x.tensor(), h, w));
    }
    sliding.check("avg_pool2d, channels first, beside " + tier);
    adaptive.check("adaptive_avg_pool2d, channels first, beside " + tier);
  }

  /** PyTorch divides the sum here, and so meets ties that a product with 1/n may miss. */
  @ParameterizedTest
  @EnumSource(
      value = Tier.class,
      names = {"JAVA", "VECTOR"})
  void meanOverHeightAndWidth(Tier tier) {
    Octet octet = Octet.of(tier);
    Steps steps = Steps.withoutTies();
    for (int i = 0; i < CASES; i++) {
      Volume in = images.volume(2);
      Pool.Shape shape =
          new Pool.Shape(
              in, Windows.each(1), Windows.adaptive(in.h(), 1), Windows.adaptive(in.w(), 1));
      TorchImages.Integers x = images.integers(in, 2, random.nextBoolean(), false);
      compareIntegers(octet, steps, what(i, in), x, shape, mean(x.tensor()));
      TorchImages.Floats f = images.floats(in, 2, random.nextBoolean());
      compare(octet, what(i, in), f, shape, 0, mean(f.tensor()));
    }
    steps.check("mean over height and width beside " + tier);
  }

  private static void compareIntegers(
      Octet octet,
      Steps steps,
      String what,
      TorchImages.Integers x,
      Pool.Shape shape,
      Tensor theirs) {
    float[] exact = octet.average(x.floats(), shape, 0);
    x.compare(steps, what, shape.out(), octet.average(x, 0, shape, 0), theirs, i -> exact[i]);
  }

  private static Tensor mean(Tensor x) {
    return torch.mean(x, new long[] {2, 3}, true, new ScalarTypeOptional());
  }

  private static void compare(
      Octet octet,
      Steps steps,
      String what,
      TorchImages.Integers x,
      Pool.Shape shape,
      int divisor,
      Tensor theirs) {
    float[] exact = octet.exact(x, shape, divisor);
    byte[] y = octet.average(x, x.zeroPoint(), shape, divisor);
    x.compare(steps, what, shape.out(), y, theirs, i -> exact[i]);
  }

  private static void compare(
      Octet octet,
      String what,
      TorchImages.Floats x,
      Pool.Shape shape,
      int divisor,
      Tensor theirs) {
    TorchImages.assertNear(
        what, octet.average(x.x(), shape, divisor), TorchImages.floats(theirs, shape.out()), 2e-6f);
  }
}
