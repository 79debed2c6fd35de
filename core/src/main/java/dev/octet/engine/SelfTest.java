package dev.octet.engine;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.Pool;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.TopK;
import dev.octet.kernel.reference.ReferenceFloatActivation;
import dev.octet.kernel.reference.ReferenceFloatBinary;
import dev.octet.kernel.reference.ReferenceFloatConv;
import dev.octet.kernel.reference.ReferenceFloatGemm;
import dev.octet.kernel.reference.ReferenceFloatNorm;
import dev.octet.kernel.reference.ReferenceFloatUnary;
import dev.octet.kernel.reference.ReferenceLayerNorm;
import dev.octet.kernel.reference.ReferencePool;
import dev.octet.kernel.reference.ReferenceQBinary;
import dev.octet.kernel.reference.ReferenceQConv;
import dev.octet.kernel.reference.ReferenceQGemm;
import dev.octet.kernel.reference.ReferenceQNorm;
import dev.octet.kernel.reference.ReferenceQUnary;
import dev.octet.kernel.reference.ReferenceQuantizer;
import dev.octet.kernel.reference.ReferenceRearrange;
import dev.octet.kernel.reference.ReferenceResample;
import dev.octet.kernel.reference.ReferenceSoftmax;
import dev.octet.kernel.reference.ReferenceTopK;
import dev.octet.numerics.ByteParams;
import java.util.function.IntConsumer;

/**
 * Runs a kernel once on a small problem and compares it with the reference: an engine would rather
 * be slow than wrong on a JVM or CPU that nobody has tried. All this runs once and interpreted,
 * before the first result: problems are as small as they can be and still have whole tiles and
 * rests, and there are no lambdas, which are linked at their first use.
 */
final class SelfTest {
  private static final int M = 3;
  private static final int N = 37;
  private static final int K = 41;
  private static final ByteParams A = new ByteParams(0.05f, 120, true);
  private static final ByteParams B = new ByteParams(0.03f, -7, false);
  private static final int SIDE = 4;
  private static final KernelContext CONTEXT = new Alone();

  private SelfTest() {}

  /**
   * Checks a kernel of one of Octet's contracts; others are their users' business.
   *
   * @throws IllegalStateException if its result is not the reference's
   */
  static void check(Class<? extends Kernel> contract, Kernel kernel) {
    if (contract == FloatGemm.class) {
      compare(contract, gemm((FloatGemm) kernel), gemm(new ReferenceFloatGemm()), 1e-5f);
    } else if (contract == QGemm.class) {
      compare(contract, qgemm((QGemm) kernel), qgemm(new ReferenceQGemm()), 0f);
    } else if (contract == FloatConv.class) {
      compare(contract, convs((FloatConv) kernel), convs(new ReferenceFloatConv()), 1e-5f);
    } else if (contract == QConv.class) {
      compare(contract, qconvs((QConv) kernel), qconvs(new ReferenceQConv()), 0f);
    } else if (contract == Quantizer.class) {
      compare(contract, quantizer((Quantizer) kernel), quantizer(new ReferenceQuantizer()), 0f);
    } else if (contract == Pool.class) {
      compare(
          contract,
          SelfTestOfVolumes.pool((Pool) kernel, CONTEXT),
          SelfTestOfVolumes.pool(new ReferencePool(), CONTEXT),
          0f);
    } else if (contract == Resample.class) {
      compare(
          contract,
          SelfTestOfVolumes.resample((Resample) kernel, CONTEXT),
          SelfTestOfVolumes.resample(new ReferenceResample(), CONTEXT),
          0f);
    } else if (contract == Rearrange.class) {
      compare(
          contract,
          SelfTestOfVolumes.rearrange((Rearrange) kernel, CONTEXT),
          SelfTestOfVolumes.rearrange(new ReferenceRearrange(), CONTEXT),
          0f);
    } else {
      checkRows(contract, kernel);
    }
  }

  private static void checkRows(Class<? extends Kernel> contract, Kernel kernel) {
    if (contract == FloatUnary.class) {
      compare(contract, unary((FloatUnary) kernel), unary(new ReferenceFloatUnary()), 1e-6f);
    } else if (contract == FloatBinary.class) {
      compare(contract, binary((FloatBinary) kernel), binary(new ReferenceFloatBinary()), 1e-6f);
    } else if (contract == FloatActivation.class) {
      compare(contract, elu((FloatActivation) kernel), elu(new ReferenceFloatActivation()), 1e-6f);
    } else if (contract == FloatNorm.class) {
      compare(contract, norm((FloatNorm) kernel), norm(new ReferenceFloatNorm()), 0f);
    } else if (contract == LayerNorm.class) {
      compare(contract, layerNorm((LayerNorm) kernel), layerNorm(new ReferenceLayerNorm()), 1e-5f);
    } else if (contract == Softmax.class) {
      compare(contract, softmax((Softmax) kernel), softmax(new ReferenceSoftmax()), 1e-6f);
    } else if (contract == QBinary.class) {
      compare(contract, qbinary((QBinary) kernel), qbinary(new ReferenceQBinary()), 0f);
    } else if (contract == QUnary.class) {
      compare(contract, qunary((QUnary) kernel), qunary(new ReferenceQUnary()), 0f);
    } else if (contract == QNorm.class) {
      compare(contract, qnorm((QNorm) kernel), qnorm(new ReferenceQNorm()), 0f);
    } else if (contract == TopK.class) {
      compare(contract, topK((TopK) kernel), topK(new ReferenceTopK()), 0f);
    }
  }

  private static void compare(
      Class<? extends Kernel> contract, float[] actual, float[] expected, float tolerance) {
    for (int i = 0; i < expected.length; i++) {
      float error = Math.abs(expected[i] - actual[i]);
      boolean same = Float.compare(expected[i], actual[i]) == 0;
      if (!same && !(error <= tolerance * Math.max(1f, Math.abs(expected[i])))) {
        throw new IllegalStateException(
            contract.getSimpleName()
                + " gave "
                + actual[i]
                + " at "
                + i
                + ", the reference "
                + expected[i]);
      }
    }
  }

  private static float[] gemm(FloatGemm kernel) {
    FloatMatrix a = FloatMatrix.of(x(M * K), 0, M, K);
    FloatGemm.FloatPanels b = kernel.pack(FloatMatrix.of(x(N * K), 0, N, K));
    float[] c = new float[M * N];
    kernel.multiply(a, b, x(N), FloatMatrix.of(c, 0, M, N), CONTEXT);
    return c;
  }

  private static float[] qgemm(QGemm kernel) {
    byte[] bytes = bytes(N * K);
    QGemm.QPanels b = kernel.pack(bytes, 0, N, K, false, new int[] {0});
    QGemm.QActivations a = new QGemm.QActivations(bytes, 0, M, K, K, true, new int[] {131}, false);
    float[] c = new float[M * N];
    kernel.multiply(a, b, dequantize(c, N), CONTEXT);
    byte[] q = new byte[M * N];
    kernel.multiply(a, b, requantize(q, N), CONTEXT);
    return joined(c, floats(q));
  }

  private static QStage dequantize(float[] c, int columns) {
    float[] scale = {0.0078125f};
    return new QStage.Dequantize(scale, false, scale, x(columns), false, c, 0, columns);
  }

  private static QStage requantize(byte[] c, int columns) {
    return new QStage.Requantize(x(columns), multipliers(columns), 7, 3, 250, c, 0, columns);
  }

  private static QStage requantizeAdd(byte[] c, int columns) {
    return new QStage.RequantizeAdd(
        x(columns), multipliers(columns), bytes(c.length), 0, columns, true, 0.06f, 90, 20f, 7, 3,
        250, c, 0, columns);
  }

  /** Such that the sums of these problems spread over a byte and beyond. */
  private static float[] multipliers(int n) {
    float[] multipliers = new float[n];
    for (int i = 0; i < n; i++) {
      multipliers[i] = 0.001f + i * 0.00003f;
    }
    return multipliers;
  }

  private static float[] convs(FloatConv kernel) {
    return joined(
        conv(kernel, ConvFilter.of2d(5, 37, 1, 3, 1, 1)),
        conv(kernel, ConvFilter.of2d(37, 37, 37, 3, 2, 1)),
        conv(kernel, ConvFilter.of2d(16, 16, 4, 3, 1, 1)));
  }

  private static float[] conv(FloatConv kernel, ConvFilter f) {
    FloatConv.FloatImage x =
        new FloatConv.FloatImage(
            x(SIDE * SIDE * f.inChannels()), 0, 1, 1, SIDE, SIDE, f.inChannels());
    FloatConv.FloatFilters w = kernel.pack(f, x(f.outChannels() * f.k()), 0);
    int n = f.outChannels();
    float[] y = new float[SIDE * SIDE * n];
    kernel.convolve(x, w, FloatStage.of(x(n), y, 0, n).clamped(-4f, 4f), CONTEXT);
    return y;
  }

  /** Dense, depthwise, grouped and of one tap, with the stages that they have in networks. */
  private static float[] qconvs(QConv kernel) {
    float[] dense = new float[SIDE * SIDE * 37];
    qconv(kernel, ConvFilter.of2d(5, 37, 1, 3, 1, 1), dequantize(dense, 37));
    byte[] depthwise = new byte[SIDE * SIDE * 37];
    qconv(kernel, ConvFilter.of2d(37, 37, 37, 3, 2, 1), requantize(depthwise, 37));
    byte[] grouped = new byte[SIDE * SIDE * 16];
    qconv(kernel, ConvFilter.of2d(16, 16, 4, 3, 1, 1), requantize(grouped, 16));
    byte[] pointwise = new byte[SIDE * SIDE * 37];
    qconv(kernel, ConvFilter.of2d(9, 37, 1, 1, 1, 0), requantizeAdd(pointwise, 37));
    return joined(dense, floats(depthwise), floats(grouped), floats(pointwise));
  }

  private static void qconv(QConv kernel, ConvFilter f, QStage stage) {
    byte[] pixels = bytes(SIDE * SIDE * f.inChannels());
    QConv.QImage x = new QConv.QImage(pixels, 0, 1, 1, SIDE, SIDE, f.inChannels(), true, 131);
    QConv.QFilters w = kernel.pack(f, bytes(f.outChannels() * f.k()), 0, false, new int[] {0});
    kernel.convolve(x, w, stage, CONTEXT);
  }

  private static float[] unary(FloatUnary kernel) {
    FloatUnary.Op[] ops = FloatUnary.Op.values();
    float[] y = new float[ops.length * N];
    for (int i = 0; i < ops.length; i++) {
      kernel.apply(ops[i], x(N), 0, N, y, i * N);
    }
    return y;
  }

  private static float[] binary(FloatBinary kernel) {
    FloatBinary.Op[] ops = FloatBinary.Op.values();
    float[] y = new float[ops.length * N];
    for (int i = 0; i < ops.length; i++) {
      kernel.apply(ops[i], positive(N), 0, 1, x(N), 0, 1, N, y, i * N);
    }
    return y;
  }

  private static float[] elu(FloatActivation kernel) {
    float[] y = new float[N];
    kernel.elu(x(N), 0, N, 0.5f, 2f, y, 0);
    return y;
  }

  private static float[] norm(FloatNorm kernel) {
    float[] y = new float[N];
    kernel.apply(x(N), 0, N, 0.1f, x(N), x(N), 0, 1, y, 0);
    return y;
  }

  private static float[] layerNorm(LayerNorm kernel) {
    float[] y = new float[N];
    kernel.row(x(N), 0, N, x(N), 0, x(N), x(N), 1e-5f, y, 0);
    return y;
  }

  private static float[] softmax(Softmax kernel) {
    float[] y = new float[N];
    kernel.row(x(N), 0, N, 0.5f, x(N), 0, y, 0);
    return y;
  }

  static byte[] bytes(int n) {
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = (byte) (i * 73 + 19);
    }
    return bytes;
  }

  private static float[] quantizer(Quantizer kernel) {
    byte[] q = new byte[N];
    kernel.quantize(x(N), 0, N, 0.05f, 120, 0, 255, q, 0);
    float[] result = new float[N + 2];
    for (int i = 0; i < N; i++) {
      result[i] = q[i];
    }
    kernel.minMax(x(N), 0, N, result, N);
    return result;
  }

  private static float[] qbinary(QBinary kernel) {
    QBinary.Op[] ops = QBinary.Op.values();
    byte[] x = bytes(N + 5);
    byte[] y = new byte[ops.length * N];
    for (int i = 0; i < ops.length; i++) {
      kernel.apply(QBinary.Params.of(ops[i], A, B, A), x, 0, 1, x, 5, 1, N, y, i * N);
    }
    return floats(y);
  }

  private static float[] qunary(QUnary kernel) {
    byte[] y = bytes(N + 5);
    kernel.clamp(y, 0, N, true, 20, 200, y, 0);
    kernel.rescale(y, 0, N, A, B, y, 0);
    kernel.prelu(y, 0, N, B, 1.5f, new float[] {0.3f}, 0, 0, y, 0, A);
    byte[] table = new byte[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) (i * 7 + 3);
    }
    kernel.lookup(y, 0, N, table, y, 0);
    return floats(y);
  }

  private static float[] qnorm(QNorm kernel) {
    byte[] y = new byte[N];
    kernel.apply(bytes(N + 5), 0, N, true, 7.5f, 0.3f, x(N), x(N), 0, 1, y, 0, 130, 0, 255);
    float[] result = floats(y);
    long[] sums = new long[2];
    kernel.sums(bytes(N + 5), 0, N, false, sums, 0);
    result[0] = sums[0];
    result[1] = sums[1];
    return result;
  }

  private static float[] topK(TopK kernel) {
    byte[] q = bytes(N + 5);
    for (int i = 0; i < q.length; i++) {
      q[i] &= (byte) 0xf0; // equal ones, so that their order shows
    }
    byte[] values = new byte[3 * N];
    int[] indices = new int[3 * N];
    float[] result = new float[3 * N];
    kernel.bytes(q, 0, N, true, true, 9, values, indices, 0);
    kernel.bytes(q, 5, N, false, false, N, values, indices, N);
    kernel.floats(x(N), 0, N, true, 9, result, indices, 2 * N);
    return joined(result, floats(values), floats(indices));
  }

  static float[] floats(byte[] bytes) {
    float[] x = new float[bytes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = bytes[i];
    }
    return x;
  }

  private static float[] floats(int[] ints) {
    float[] x = new float[ints.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = ints[i];
    }
    return x;
  }

  static float[] joined(float[]... parts) {
    int n = 0;
    for (float[] part : parts) {
      n += part.length;
    }
    float[] all = new float[n];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Values from -3 to 3 that differ from one another. */
  static float[] x(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i * 37 % 101 - 50) * 0.06f;
    }
    return x;
  }

  private static float[] positive(int n) {
    float[] x = x(n);
    for (int i = 0; i < n; i++) {
      x[i] = Math.abs(x[i]) + 0.25f;
    }
    return x;
  }

  /** One thread, and arrays that are not kept. */
  private static final class Alone implements KernelContext {
    @Override
    public void parallel(int tasks, IntConsumer task) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
    }

    @Override
    public int threads() {
      return 1;
    }

    @Override
    public float[] floats(int atLeast) {
      return new float[atLeast];
    }

    @Override
    public byte[] bytes(int atLeast) {
      return new byte[atLeast];
    }

    @Override
    public int[] ints(int atLeast) {
      return new int[atLeast];
    }

    @Override
    public void release(Object array) {}
  }
}
