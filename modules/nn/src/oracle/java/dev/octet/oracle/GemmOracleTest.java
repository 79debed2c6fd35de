package dev.octet.oracle;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.engine.Execution;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.Tier;
import dev.octet.numerics.Affine;
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

/** {@link QGemm} beside PyTorch's quantized linear layer and matrix product. */
@Tag("oracle")
class GemmOracleTest {
  private static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());
  private static final int CASES = 200;

  @BeforeAll
  static void start() {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
  }

  @ParameterizedTest
  @CsvSource({"FBGEMM, JAVA", "FBGEMM, VECTOR", "ONEDNN, VECTOR"})
  void staticLinear(QEngine pytorch, Tier tier) {
    torch.globalContext().setQEngine(pytorch);
    Engine engine = Engine.of(EngineOptions.of(tier));
    Steps steps = new Steps();
    for (int i = 0; i < CASES; i++) {
      Problem p = new Problem(new Random(SEED + i));
      p.compareLinear(engine, steps, pytorch + " " + tier + ", seed " + SEED + " + " + i);
    }
    steps.check("linear, " + pytorch + " beside " + tier);
  }

  @ParameterizedTest
  @CsvSource({"FBGEMM, JAVA", "FBGEMM, VECTOR"})
  void productsOfActivations(QEngine pytorch, Tier tier) {
    torch.globalContext().setQEngine(pytorch);
    Engine engine = Engine.of(EngineOptions.of(tier));
    Steps steps = new Steps();
    for (int i = 0; i < CASES; i++) {
      Problem p = new Problem(new Random(SEED + i));
      p.compareMatmul(engine, steps, pytorch + " " + tier + ", seed " + SEED + " + " + i);
    }
    steps.check("matmul, " + pytorch + " beside " + tier);
  }

  /** Two operands with random bytes; the right one is N x K as weights, K x N as activations. */
  private static final class Problem {
    final int m;
    final int n;
    final int k;
    final byte[] a;
    final byte[] b;
    final float scale;
    final int zeroPoint;
    final float[] weightScales;
    final int rightZeroPoint;
    final float[] bias;
    final float outputScale;
    final int outputZeroPoint;
    final boolean relu;

    Problem(Random random) {
      m = random.nextInt(1, 60);
      n = random.nextInt(1, 100);
      k = random.nextInt(1, 700);
      a = new byte[m * k];
      b = new byte[n * k];
      random.nextBytes(a);
      random.nextBytes(b);
      scale = 0.005f + random.nextFloat() * 0.02f;
      zeroPoint = random.nextInt(256);
      weightScales = new float[random.nextBoolean() ? n : 1];
      bias = new float[n];
      for (int i = 0; i < weightScales.length; i++) {
        weightScales[i] = 0.001f + random.nextFloat() * 0.01f;
      }
      for (int i = 0; i < n; i++) {
        bias[i] = random.nextFloat() - 0.5f;
      }
      rightZeroPoint = random.nextInt(256);
      relu = random.nextBoolean();
      outputScale = scale * 0.006f * 100 * 73 * (float) Math.sqrt(k) * 8 / 255;
      outputZeroPoint = relu ? random.nextInt(40) : random.nextInt(100, 156);
    }

    void compareLinear(Engine engine, Steps steps, String where) {
      Tensor x = Operators.quantized(a, true, scale, zeroPoint, m, k);
      Tensor w =
          weightScales.length == 1
              ? Operators.quantized(b, false, weightScales[0], 0, n, k)
              : Operators.quantizedPerChannel(b, weightScales, n, k);
      IValue packed =
          Operators.call(
              "quantized::linear_prepack", new IValue(w), new IValue(Operators.floats(bias, n)));
      Tensor y = result(relu ? "quantized::linear_relu" : "quantized::linear", x, packed);
      QGemm kernel = engine.kernel(QGemm.class);
      QGemm.QPanels panels = kernel.pack(b, 0, n, k, false, new int[] {0});
      compare(engine, panels, weightScales, bias, relu, Operators.bytes(y), steps, where);
    }

    /** PyTorch has no bias and no ReLU here. */
    void compareMatmul(Engine engine, Steps steps, String where) {
      Tensor x = Operators.quantized(a, true, scale, zeroPoint, m, k);
      float other = weightScales[0];
      Tensor right = Operators.quantized(b, true, other, rightZeroPoint, k, n);
      Tensor y = result("quantized::matmul", x, new IValue(right));
      QGemm kernel = engine.kernel(QGemm.class);
      Execution context = Execution.of(engine, 1);
      QGemm.QMatrix matrix = new QGemm.QMatrix(b, 0, n, k, 1, n, true, rightZeroPoint);
      QGemm.QPanels panels = kernel.pack(matrix, context);
      float[] scales = {other};
      compare(engine, panels, scales, new float[n], false, Operators.bytes(y), steps, where);
      kernel.release(panels, context);
    }

    private Tensor result(String operator, Tensor x, IValue right) {
      return Operators.call(
              operator,
              new IValue(x),
              right,
              new IValue((double) outputScale),
              new IValue((long) outputZeroPoint))
          .toTensor();
    }

    private void compare(
        Engine engine,
        QGemm.QPanels panels,
        float[] scales,
        float[] realBias,
        boolean clamped,
        byte[] pytorch,
        Steps steps,
        String where) {
      float[] biases = new float[n];
      float[] multipliers = new float[n];
      for (int j = 0; j < n; j++) {
        float s = scales[scales.length == 1 ? 0 : j];
        biases[j] = Affine.biasInAccumulators(realBias[j], scale, s);
        multipliers[j] = Affine.multiplier(scale, s, outputScale);
      }
      byte[] octet = new byte[m * n];
      int[] acc = new int[m * n];
      int lo = clamped ? outputZeroPoint : 0;
      multiply(
          engine,
          panels,
          new QStage.Requantize(biases, multipliers, outputZeroPoint, lo, 255, octet, 0, n));
      multiply(engine, panels, new QStage.Int32(acc, 0, n));
      for (int i = 0; i < octet.length; i++) {
        double step = (double) scale * scales[scales.length == 1 ? 0 : i % n];
        double exact = (acc[i] * step + realBias[i % n]) / outputScale + outputZeroPoint;
        String what = where + ", " + m + " x " + n + " x " + k + ", element " + i;
        steps.compare(octet[i] & 0xff, pytorch[i] & 0xff, exact, what);
      }
    }

    private void multiply(Engine engine, QGemm.QPanels panels, QStage stage) {
      QGemm.QActivations left =
          new QGemm.QActivations(a, 0, m, k, k, true, new int[] {zeroPoint}, false);
      engine.kernel(QGemm.class).multiply(left, panels, stage, Execution.of(engine, 1));
    }
  }
}
