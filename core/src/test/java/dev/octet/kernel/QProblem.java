package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.QGemm.QActivations;
import dev.octet.kernel.QGemm.QPanels;
import dev.octet.kernel.reference.ReferenceQGemm;
import java.util.Arrays;
import java.util.Random;

/** One integer product with random contents, gaps in every array and rubbish in the gaps. */
final class QProblem {
  enum Stage {
    INT32,
    REQUANTIZE,
    DEQUANTIZE
  }

  final int m;
  final int n;
  final int k;
  final boolean unsignedA;
  final boolean unsignedB;
  final byte[] weights;
  final int weightsOffset;
  int[] weightZeroPoints;
  final QActivations a;
  final int outOffset;
  final int outStride;
  float[] bias;
  float[] multipliers;
  int zeroPoint;
  int lo;
  int hi;
  float[] inputScales;
  boolean inputScalesPerRow;
  boolean relu;
  private final String title;

  QProblem(Random random, int m, int n, int k, boolean unsignedA, boolean unsignedB, String title) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.unsignedA = unsignedA;
    this.unsignedB = unsignedB;
    weightsOffset = random.nextInt(4);
    weights = bytes(random, weightsOffset + n * k + random.nextInt(4));
    weightZeroPoints = zeroPoints(random, random.nextBoolean() ? 1 : n, unsignedB);
    if (random.nextInt(3) == 0) {
      weightZeroPoints = new int[] {unsignedB ? 128 : 0};
    }
    boolean perRow = random.nextBoolean();
    int offset = random.nextInt(5);
    int stride = k + random.nextInt(4);
    a =
        new QActivations(
            bytes(random, offset + m * stride + 3),
            offset,
            m,
            k,
            stride,
            unsignedA,
            zeroPoints(random, perRow ? m : 1, unsignedA),
            perRow);
    outOffset = random.nextInt(5);
    outStride = n + random.nextInt(4);
    bias = random.nextInt(4) == 0 ? null : floats(random, n, 1000f);
    multipliers = floats(random, random.nextBoolean() ? 1 : n, 0.002f);
    zeroPoint = random.nextInt(-128, 256);
    lo = zeroPoint < 0 ? -128 : random.nextBoolean() ? 0 : zeroPoint;
    hi = zeroPoint < 0 ? 127 : 255;
    inputScalesPerRow = random.nextBoolean();
    inputScales = floats(random, inputScalesPerRow ? m : 1, 0.1f);
    relu = random.nextBoolean();
    this.title = title;
  }

  static QProblem of(Random random, int m, int n, int k) {
    return new QProblem(random, m, n, k, random.nextBoolean(), random.nextBoolean(), "");
  }

  /** Fills both operands with one value each. */
  QProblem constant(int left, int leftZeroPoint, int right, int rightZeroPoint) {
    Arrays.fill(a.array(), (byte) left);
    Arrays.fill(a.zeroPoints(), leftZeroPoint);
    Arrays.fill(weights, (byte) right);
    weightZeroPoints = new int[] {rightZeroPoint};
    return this;
  }

  /** Runs kernel and reference, and compares all that either has written, gaps included. */
  void check(QGemm kernel, Stage stage, int threads) {
    Object expected = run(new ReferenceQGemm(), stage, 1);
    Object actual = run(kernel, stage, threads);
    String what = this + ", " + stage + ", " + threads + " threads";
    switch (actual) {
      case int[] x -> assertThat(x).as(what).isEqualTo(expected);
      case byte[] x -> assertThat(x).as(what).isEqualTo(expected);
      case float[] x -> assertThat(bits(x)).as(what).isEqualTo(bits((float[]) expected));
      default -> throw new AssertionError(actual);
    }
  }

  Object run(QGemm kernel, Stage stage, int threads) {
    QPanels panels = kernel.pack(weights, weightsOffset, n, k, unsignedB, weightZeroPoints);
    assertThat(panels.n()).isEqualTo(n);
    assertThat(panels.k()).isEqualTo(k);
    CheckedContext context = new CheckedContext(threads);
    int length = outOffset + m * outStride + 7;
    Object result =
        switch (stage) {
          case INT32 -> {
            int[] c = new int[length];
            Arrays.fill(c, 0x5a5a5a5a);
            kernel.multiply(a, panels, new QStage.Int32(c, outOffset, outStride), context);
            yield c;
          }
          case REQUANTIZE -> {
            byte[] c = new byte[length];
            Arrays.fill(c, (byte) 0x5a);
            kernel.multiply(
                a,
                panels,
                new QStage.Requantize(
                    bias, multipliers, zeroPoint, lo, hi, c, outOffset, outStride),
                context);
            yield c;
          }
          case DEQUANTIZE -> {
            float[] c = new float[length];
            Arrays.fill(c, 12345.678f);
            kernel.multiply(
                a,
                panels,
                new QStage.Dequantize(
                    inputScales,
                    inputScalesPerRow,
                    multipliers,
                    bias,
                    relu,
                    c,
                    outOffset,
                    outStride),
                context);
            yield c;
          }
        };
    context.assertAllReturned();
    return result;
  }

  @Override
  public String toString() {
    return "%s %d x %d x %d, %s x %s, weights' zero points %s, %s"
        .formatted(
            title,
            m,
            n,
            k,
            unsignedA ? "u8" : "s8",
            unsignedB ? "u8" : "s8",
            weightZeroPoints.length == 1 ? "" + weightZeroPoints[0] : "per row",
            a.perRow() ? "za per row" : "za " + a.zeroPoints()[0]);
  }

  private static byte[] bytes(Random random, int n) {
    byte[] bytes = new byte[n];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int[] zeroPoints(Random random, int n, boolean unsigned) {
    int[] zeroPoints = new int[Math.max(1, n)];
    for (int i = 0; i < zeroPoints.length; i++) {
      zeroPoints[i] = random.nextInt(256) - (unsigned ? 0 : 128);
    }
    return zeroPoints;
  }

  private static float[] floats(Random random, int n, float scale) {
    float[] floats = new float[Math.max(1, n)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (random.nextFloat() - 0.25f) * scale;
    }
    return floats;
  }

  /** Bits, so that zeros differ by sign; all NaN are alike. */
  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }
}
