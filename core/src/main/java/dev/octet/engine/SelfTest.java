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
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.TopK;
import dev.octet.kernel.reference.ReferenceKernels;
import dev.octet.numerics.ByteParams;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Runs every kernel of a provider once on a small problem and compares it with the reference: an
 * engine would rather be slow than wrong on a JVM or CPU that nobody has tried.
 */
final class SelfTest {
  private static final int M = 3;
  private static final int N = 37;
  private static final int K = 41;
  private static final ByteParams A = new ByteParams(0.05f, 120, true);
  private static final ByteParams B = new ByteParams(0.03f, -7, false);
  private static final int SIDE = 6;

  private SelfTest() {}

  static void check(KernelSet kernels) {
    KernelSet reference = ReferenceKernels.all();
    KernelContext context = new Alone();
    compare(kernels, reference, FloatGemm.class, k -> gemm(k, context), 1e-5f);
    compare(kernels, reference, QGemm.class, k -> qgemm(k, context), 0f);
    compare(kernels, reference, Quantizer.class, SelfTest::quantizer, 0f);
    for (ConvFilter filter :
        new ConvFilter[] {
          ConvFilter.of2d(5, 37, 1, 3, 1, 1),
          ConvFilter.of2d(37, 37, 37, 3, 2, 1),
          ConvFilter.of2d(16, 16, 4, 3, 1, 1)
        }) {
      compare(kernels, reference, FloatConv.class, k -> conv(k, filter, context), 1e-5f);
      compare(kernels, reference, QConv.class, k -> qconv(k, filter, context), 0f);
    }
    for (FloatUnary.Op op : FloatUnary.Op.values()) {
      compare(
          kernels,
          reference,
          FloatUnary.class,
          k -> out(N, y -> k.apply(op, x(N), 0, N, y, 0)),
          1e-6f);
    }
    for (FloatBinary.Op op : FloatBinary.Op.values()) {
      compare(
          kernels,
          reference,
          FloatBinary.class,
          k -> out(N, y -> k.apply(op, positive(N), 0, 1, x(N), 0, 1, N, y, 0)),
          1e-6f);
    }
    compare(
        kernels,
        reference,
        Softmax.class,
        k -> out(N, y -> k.row(x(N), 0, N, 0.5f, x(N), 0, y, 0)),
        1e-6f);
    compare(
        kernels,
        reference,
        LayerNorm.class,
        k -> out(N, y -> k.row(x(N), 0, N, x(N), 0, x(N), x(N), 1e-5f, y, 0)),
        1e-5f);
    elementwise(kernels, reference);
    SelfTestOfVolumes.check(kernels, reference, context);
  }

  private static void elementwise(KernelSet kernels, KernelSet reference) {
    for (QBinary.Op op : QBinary.Op.values()) {
      compare(kernels, reference, QBinary.class, k -> qbinary(k, op), 0f);
    }
    compare(kernels, reference, QUnary.class, SelfTest::qunary, 0f);
    compare(kernels, reference, QNorm.class, SelfTest::qnorm, 0f);
    compare(kernels, reference, TopK.class, SelfTest::topK, 0f);
    compare(
        kernels,
        reference,
        FloatActivation.class,
        k -> out(N, y -> k.elu(x(N), 0, N, 0.5f, 2f, y, 0)),
        1e-6f);
    compare(
        kernels,
        reference,
        FloatNorm.class,
        k -> out(N, y -> k.apply(x(N), 0, N, 0.1f, x(N), x(N), 0, 1, y, 0)),
        0f);
  }

  static <T extends Kernel> void compare(
      KernelSet tested,
      KernelSet reference,
      Class<T> contract,
      Function<T, float[]> run,
      float tolerance) {
    tested
        .find(contract)
        .ifPresent(
            kernel -> {
              float[] expected = run.apply(reference.find(contract).orElseThrow());
              float[] actual = run.apply(kernel);
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
            });
  }

  private static float[] gemm(FloatGemm kernel, KernelContext context) {
    FloatMatrix a = FloatMatrix.of(x(M * K), 0, M, K);
    FloatGemm.FloatPanels b = kernel.pack(FloatMatrix.of(x(N * K), 0, N, K));
    return out(M * N, c -> kernel.multiply(a, b, x(N), FloatMatrix.of(c, 0, M, N), context));
  }

  private static float[] qgemm(QGemm kernel, KernelContext context) {
    byte[] bytes = bytes(N * K);
    QGemm.QPanels b = kernel.pack(bytes, 0, N, K, false, new int[] {0});
    QGemm.QActivations a = new QGemm.QActivations(bytes, 0, M, K, K, true, new int[] {131}, false);
    float[] scale = {0.0078125f};
    return out(
        M * N,
        c ->
            kernel.multiply(
                a, b, new QStage.Dequantize(scale, false, scale, x(N), false, c, 0, N), context));
  }

  private static float[] conv(FloatConv kernel, ConvFilter f, KernelContext context) {
    FloatConv.FloatImage x =
        new FloatConv.FloatImage(
            x(SIDE * SIDE * f.inChannels()), 0, 1, 1, SIDE, SIDE, f.inChannels());
    FloatConv.FloatFilters w = kernel.pack(f, x(f.outChannels() * f.k()), 0);
    int n = f.outChannels();
    return out(
        SIDE * SIDE * n,
        c -> kernel.convolve(x, w, FloatStage.of(x(n), c, 0, n).clamped(-4f, 4f), context));
  }

  private static float[] qconv(QConv kernel, ConvFilter f, KernelContext context) {
    byte[] pixels = bytes(SIDE * SIDE * f.inChannels());
    QConv.QImage x = new QConv.QImage(pixels, 0, 1, 1, SIDE, SIDE, f.inChannels(), true, 131);
    QConv.QFilters w = kernel.pack(f, bytes(f.outChannels() * f.k()), 0, false, new int[] {0});
    float[] scale = {0.0078125f};
    int n = f.outChannels();
    return out(
        SIDE * SIDE * n,
        c ->
            kernel.convolve(
                x, w, new QStage.Dequantize(scale, false, scale, x(n), false, c, 0, n), context));
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

  private static float[] qbinary(QBinary kernel, QBinary.Op op) {
    byte[] y = new byte[N];
    kernel.apply(QBinary.Params.of(op, A, B, A), bytes(N + 5), 0, 1, bytes(N + 5), 5, 1, N, y, 0);
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

  static float[] out(int n, Consumer<float[]> run) {
    float[] y = new float[n];
    run.accept(y);
    return y;
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
