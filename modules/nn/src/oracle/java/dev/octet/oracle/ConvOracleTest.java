package dev.octet.oracle;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernel.Tier;
import dev.octet.numerics.Affine;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link QConv} and static {@code QGemm} beside PyTorch's quantized operators. */
@Tag("oracle")
class ConvOracleTest {
  private static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());
  private static final int CASES = 150;

  @BeforeAll
  static void start() {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
  }

  @ParameterizedTest
  @CsvSource({
    "FBGEMM, JAVA",
    "FBGEMM, VECTOR",
    "X86, JAVA",
    "X86, VECTOR",
    "ONEDNN, JAVA",
    "ONEDNN, VECTOR"
  })
  void convolutionsOfOneToThreeDimensions(QEngine engine, Tier tier) {
    run(engine, tier, "conv", false);
  }

  /** PyTorch packs transposed weights per tensor only. */
  @ParameterizedTest
  @CsvSource({"FBGEMM, JAVA", "FBGEMM, VECTOR"})
  void transposedConvolutions(QEngine engine, Tier tier) {
    run(engine, tier, "conv_transpose", true);
  }

  /** A residual connection in the same operator, which PyTorch has on one engine only. */
  @ParameterizedTest
  @CsvSource({"ONEDNN, JAVA", "ONEDNN, VECTOR"})
  void convolutionsWithASecondInput(QEngine pytorch, Tier tier) {
    torch.globalContext().setQEngine(pytorch);
    Engine engine = Engine.of(EngineOptions.of(tier));
    Steps steps = new Steps();
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED + i);
      Case c = new Case(random, false);
      if (c.axes == 2) {
        String where = pytorch + " " + tier + ", seed " + SEED + " + " + i + ": " + c.filter;
        c.compareAdd(engine, random, steps, where);
      }
    }
    steps.check("conv2d_add, " + pytorch + " beside " + tier);
  }

  private static void run(QEngine pytorch, Tier tier, String name, boolean transposed) {
    torch.globalContext().setQEngine(pytorch);
    Engine engine = Engine.of(EngineOptions.of(tier));
    Steps steps = new Steps();
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED + i);
      Case c = new Case(random, transposed);
      String where = pytorch + " " + tier + ", seed " + SEED + " + " + i + ": " + c.filter;
      c.compare(engine, name, steps, where);
    }
    steps.check(name + ", " + pytorch + " beside " + tier);
  }

  /** One convolution with random contents. */
  private static final class Case {
    final int axes;
    final ConvFilter filter;
    final int batch;
    final int[] size;
    final byte[] pixels;
    final byte[] weights;
    final float[] weightScales;
    final float[] bias;
    final float inputScale;
    final int inputZeroPoint;
    final float outputScale;
    final int outputZeroPoint;
    final boolean relu;

    Case(Random random, boolean transposed) {
      axes = transposed ? random.nextInt(1, 3) : random.nextInt(1, 4);
      int groups = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1;
      int in = groups * random.nextInt(1, 20);
      int out = groups * random.nextInt(1, 40);
      if (!transposed && random.nextInt(5) == 0) {
        groups = in;
        out = in;
      }
      Axis[] axis = new Axis[3];
      size = new int[3];
      for (int i = 0; i < 3; i++) {
        boolean there = i >= 3 - axes;
        axis[i] = there ? axis(random, transposed) : Axis.NONE;
        size[i] = there ? random.nextInt(9, 14) : 1;
      }
      if (axes == 3) {
        size[0] = 7;
      }
      filter = new ConvFilter(in, out, groups, transposed, axis[0], axis[1], axis[2]);
      batch = random.nextInt(1, 3);
      pixels = new byte[batch * size[0] * size[1] * size[2] * in];
      random.nextBytes(pixels);
      weights = new byte[out * filter.k()];
      random.nextBytes(weights);
      boolean perChannel = !transposed && random.nextInt(4) > 0;
      weightScales = new float[perChannel ? out : 1];
      for (int i = 0; i < weightScales.length; i++) {
        weightScales[i] = 0.001f + random.nextFloat() * 0.01f;
      }
      bias = new float[out];
      for (int i = 0; i < out; i++) {
        bias[i] = random.nextFloat() - 0.5f;
      }
      inputScale = 0.005f + random.nextFloat() * 0.02f;
      inputZeroPoint = random.nextInt(256);
      relu = !transposed && random.nextBoolean();
      // About 4 standard deviations of the sums to either side.
      outputScale = inputScale * 0.006f * 100 * 73 * (float) Math.sqrt(filter.k()) * 8 / 255;
      outputZeroPoint = relu ? random.nextInt(40) : random.nextInt(100, 156);
    }

    private static Axis axis(Random random, boolean transposed) {
      int kernel = random.nextInt(1, 4);
      int stride = random.nextInt(1, 3);
      int dilation = random.nextInt(1, 3);
      int padding = random.nextInt(kernel);
      int outputPadding = transposed ? random.nextInt(Math.max(stride, dilation)) : 0;
      return new Axis(kernel, stride, padding, padding, dilation, outputPadding);
    }

    void compareAdd(Engine engine, Random random, Steps steps, String where) {
      int n = filter.outChannels();
      int height = filter.outputSize(filter.height(), size[1]);
      int width = filter.outputSize(filter.width(), size[2]);
      byte[] addend = new byte[batch * height * width * n];
      random.nextBytes(addend);
      float addendScale = outputScale * (0.5f + random.nextFloat());
      int addendZeroPoint = random.nextInt(256);
      Tensor second =
          toChannelsFirst(
              Operators.quantized(
                  addend, true, addendScale, addendZeroPoint, batch, height, width, n));
      byte[] pytorch =
          Operators.bytes(toChannelsLast(result(relu ? "_add_relu" : "_add", "conv", second)));
      byte[] octet = new byte[addend.length];
      int[] acc = new int[addend.length];
      float[] biases = new float[n];
      float[] scales = new float[n];
      for (int j = 0; j < n; j++) {
        float scale = weightScales[weightScales.length == 1 ? 0 : j];
        biases[j] = Affine.biasInAccumulators(bias[j], inputScale, scale);
        scales[j] = inputScale * scale;
      }
      octet(
          engine,
          new QStage.RequantizeAdd(
              biases,
              scales,
              addend,
              0,
              n,
              true,
              addendScale,
              addendZeroPoint,
              1f / outputScale,
              outputZeroPoint,
              relu ? outputZeroPoint : 0,
              255,
              octet,
              0,
              n));
      octet(engine, new QStage.Int32(acc, 0, n));
      for (int i = 0; i < octet.length; i++) {
        double step = (double) inputScale * weightScales[weightScales.length == 1 ? 0 : i % n];
        double other = ((addend[i] & 0xff) - addendZeroPoint) * (double) addendScale;
        double exact = (acc[i] * step + bias[i % n] + other) / outputScale + outputZeroPoint;
        steps.compare(octet[i] & 0xff, pytorch[i] & 0xff, exact, where + ", element " + i);
      }
    }

    void compare(Engine engine, String name, Steps steps, String where) {
      String suffix = (relu ? "_relu" : "") + (axes == 1 || filter.transposed() ? "" : ".new");
      byte[] pytorch = Operators.bytes(toChannelsLast(result(suffix, name, null)));
      int n = filter.outChannels();
      int rows = pytorch.length / n;
      byte[] octet = new byte[rows * n];
      int[] acc = new int[rows * n];
      float[] biases = new float[n];
      float[] multipliers = new float[n];
      for (int j = 0; j < n; j++) {
        float scale = weightScales[weightScales.length == 1 ? 0 : j];
        biases[j] = Affine.biasInAccumulators(bias[j], inputScale, scale);
        multipliers[j] = Affine.multiplier(inputScale, scale, outputScale);
      }
      int lo = relu ? outputZeroPoint : 0;
      octet(
          engine,
          new QStage.Requantize(biases, multipliers, outputZeroPoint, lo, 255, octet, 0, n));
      octet(engine, new QStage.Int32(acc, 0, n));
      for (int i = 0; i < octet.length; i++) {
        double step = (double) inputScale * weightScales[weightScales.length == 1 ? 0 : i % n];
        double exact = (acc[i] * step + bias[i % n]) / outputScale + outputZeroPoint;
        steps.compare(octet[i] & 0xff, pytorch[i] & 0xff, exact, where + ", element " + i);
      }
    }

    private void octet(Engine engine, QStage stage) {
      QConv kernel = engine.kernel(QConv.class);
      QConv.QImage x =
          new QConv.QImage(
              pixels,
              0,
              batch,
              size[0],
              size[1],
              size[2],
              filter.inChannels(),
              true,
              inputZeroPoint);
      QConv.QFilters w = kernel.pack(filter, weights, 0, false, new int[] {0});
      kernel.convolve(x, w, stage, Execution.of(engine, 1));
    }

    /** PyTorch's result, with a second input or null. */
    private Tensor result(String suffix, String name, Tensor second) {
      int first = 3 - axes;
      long[] image = {batch, size[0], size[1], size[2], filter.inChannels()};
      Tensor x =
          toChannelsFirst(
              Operators.quantized(pixels, true, inputScale, inputZeroPoint, drop(image, 1)));
      Tensor w = weight();
      String operator = "quantized::" + name + axes + "d";
      IValue b = new IValue(Operators.floats(bias, bias.length));
      IValue stride = each(first, Axis::stride);
      IValue padding = each(first, Axis::paddingBefore);
      IValue dilation = each(first, Axis::dilation);
      IValue groups = new IValue((long) filter.groups());
      IValue packed =
          filter.transposed()
              ? Operators.call(
                  operator + "_prepack",
                  new IValue(w),
                  b,
                  stride,
                  padding,
                  each(first, Axis::outputPadding),
                  dilation,
                  groups)
              : Operators.call(
                  operator + "_prepack", new IValue(w), b, stride, padding, dilation, groups);
      IValue scale = new IValue((double) outputScale);
      IValue zeroPoint = new IValue((long) outputZeroPoint);
      IValue y =
          second == null
              ? Operators.call(operator + suffix, new IValue(x), packed, scale, zeroPoint)
              : Operators.call(
                  operator + suffix, new IValue(x), new IValue(second), packed, scale, zeroPoint);
      return Operators.tensor(y);
    }

    /** The axes that are there; {@code at} is where the spatial ones begin. */
    private long[] drop(long[] sizes, int at) {
      long[] kept = new long[axes + 2];
      System.arraycopy(sizes, 0, kept, 0, at);
      System.arraycopy(sizes, at + 3 - axes, kept, at, axes + 2 - at);
      return kept;
    }

    private IValue each(int first, java.util.function.ToIntFunction<Axis> get) {
      Axis[] all = {filter.depth(), filter.height(), filter.width()};
      return Operators.ints(Arrays.stream(all, first, 3).mapToInt(get).toArray());
    }

    /** PyTorch wants [out, in / groups, ...], transposed [in, out / groups, ...]. */
    private Tensor weight() {
      int taps = filter.taps();
      int outputs = filter.groupOutputs();
      int inputs = filter.groupInputs();
      byte[] turned = new byte[weights.length];
      for (int o = 0; o < filter.outChannels(); o++) {
        for (int t = 0; t < taps; t++) {
          for (int i = 0; i < inputs; i++) {
            int row =
                filter.transposed()
                    ? (o / outputs * inputs + i) * outputs + o % outputs
                    : o * inputs + i;
            turned[row * taps + t] = weights[(o * taps + t) * inputs + i];
          }
        }
      }
      long[] shape = {
        filter.transposed() ? filter.inChannels() : filter.outChannels(),
        filter.transposed() ? outputs : inputs,
        filter.depth().kernel(),
        filter.height().kernel(),
        filter.width().kernel()
      };
      return weightScales.length == 1
          ? Operators.quantized(turned, false, weightScales[0], 0, drop(shape, 2))
          : Operators.quantizedPerChannel(turned, weightScales, drop(shape, 2));
    }

    private Tensor toChannelsFirst(Tensor t) {
      long[] order = new long[axes + 2];
      order[1] = axes + 1;
      for (int i = 0; i < axes; i++) {
        order[2 + i] = 1 + i;
      }
      return t.permute(order);
    }

    private Tensor toChannelsLast(Tensor t) {
      long[] order = new long[axes + 2];
      order[axes + 1] = 1;
      for (int i = 0; i < axes; i++) {
        order[1 + i] = 2 + i;
      }
      return t.permute(order);
    }
  }
}
