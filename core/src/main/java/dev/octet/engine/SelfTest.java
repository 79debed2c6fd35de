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
import dev.octet.kernel.reference.ReferenceKernels;
import dev.octet.numerics.ByteParams;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Runs a kernel once on a small problem and compares it with the reference: an engine would rather
 * be slow than wrong on a JVM or CPU that nobody has tried. All this runs once and interpreted,
 * before the first result. So problems are as small as they can be and still have whole tiles and
 * rests; there are no lambdas, which are linked at their first use; and of results that allow no
 * difference the reference's hash is known. A kernel that has another is compared element by
 * element.
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
    Result actual = run(contract, kernel);
    if (actual == null || actual.isKnownToBeRight()) {
      return;
    }
    float[] expected = run(contract, ReferenceKernels.all().find(contract).orElseThrow()).values();
    for (int i = 0; i < expected.length; i++) {
      float value = actual.values()[i];
      float error = Math.abs(expected[i] - value);
      boolean same = Float.compare(expected[i], value) == 0;
      if (!same && !(error <= actual.tolerance() * Math.max(1f, Math.abs(expected[i])))) {
        throw new IllegalStateException(
            contract.getSimpleName()
                + " gave "
                + value
                + " at "
                + i
                + ", the reference "
                + expected[i]);
      }
    }
  }

  /**
   * What a kernel made of its problem.
   *
   * @param values the result
   * @param tolerance how far it may be from the reference's, relative to values above 1
   * @param hash where the tolerance is 0, that of the reference's result
   */
  record Result(float[] values, float tolerance, int hash) {
    static Result near(float[] values, float tolerance) {
      return new Result(values, tolerance, 0);
    }

    static Result exact(float[] values, int hash) {
      return new Result(values, 0f, hash);
    }

    /** Spares the reference, which is slow while it is interpreted. */
    boolean isKnownToBeRight() {
      return tolerance == 0f && Arrays.hashCode(values) == hash;
    }
  }

  /** Null for a contract that is not Octet's. */
  static Result run(Class<? extends Kernel> contract, Kernel kernel) {
    if (contract == QGemm.class) {
      return Result.exact(qgemm((QGemm) kernel), 0xca73cefa);
    }
    if (contract == QConv.class) {
      return Result.exact(qconvs((QConv) kernel), 0xe47da601);
    }
    if (contract == Quantizer.class) {
      return Result.exact(quantizer((Quantizer) kernel), 0xbbd9f0df);
    }
    if (contract == Pool.class) {
      return Result.exact(SelfTestOfVolumes.pool((Pool) kernel, CONTEXT), 0x4f90425b);
    }
    if (contract == Resample.class) {
      return Result.exact(SelfTestOfVolumes.resample((Resample) kernel, CONTEXT), 0xb623393a);
    }
    if (contract == Rearrange.class) {
      return Result.exact(SelfTestOfVolumes.rearrange((Rearrange) kernel, CONTEXT), 0x415a7dcf);
    }
    if (contract == FloatGemm.class) {
      return Result.near(gemm((FloatGemm) kernel), 1e-5f);
    }
    if (contract == FloatConv.class) {
      return Result.near(convs((FloatConv) kernel), 1e-5f);
    }
    return runOnRows(contract, kernel);
  }

  private static Result runOnRows(Class<? extends Kernel> contract, Kernel kernel) {
    if (contract == QBinary.class) {
      return Result.exact(qbinary((QBinary) kernel), 0x08fa2ac1);
    }
    if (contract == QUnary.class) {
      return Result.exact(qunary((QUnary) kernel), 0x61c36ec1);
    }
    if (contract == QNorm.class) {
      return Result.exact(qnorm((QNorm) kernel), 0x9f995edf);
    }
    if (contract == TopK.class) {
      return Result.exact(topK((TopK) kernel), 0x7a19d82c);
    }
    if (contract == FloatNorm.class) {
      return Result.exact(norm((FloatNorm) kernel), 0xd29bb118);
    }
    if (contract == FloatUnary.class) {
      return Result.near(unary((FloatUnary) kernel), 1e-6f);
    }
    if (contract == FloatBinary.class) {
      return Result.near(binary((FloatBinary) kernel), 1e-6f);
    }
    if (contract == FloatActivation.class) {
      return Result.near(elu((FloatActivation) kernel), 1e-6f);
    }
    if (contract == LayerNorm.class) {
      return Result.near(layerNorm((LayerNorm) kernel), 1e-5f);
    }
    if (contract == Softmax.class) {
      return Result.near(softmax((Softmax) kernel), 1e-6f);
    }
    return null;
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
        x(columns),
        multipliers(columns),
        bytes(c.length),
        0,
        columns,
        true,
        0.06f,
        90,
        20f,
        7,
        3,
        250,
        c,
        0,
        columns);
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

  /** What networks begin with: a provider that generates its kernels makes no other for this. */
  private static float[] qconvs(QConv kernel) {
    byte[] dense = new byte[SIDE * SIDE * 37];
    qconv(kernel, ConvFilter.of2d(5, 37, 1, 3, 1, 1), requantize(dense, 37));
    byte[] depthwise = new byte[SIDE * SIDE * 19];
    qconv(kernel, ConvFilter.of2d(19, 19, 19, 3, 2, 1), requantize(depthwise, 19));
    byte[] pointwise = new byte[SIDE * SIDE * 37];
    qconv(kernel, ConvFilter.of2d(9, 37, 1, 1, 1, 0), requantizeAdd(pointwise, 37));
    return joined(floats(dense), floats(depthwise), floats(pointwise));
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
