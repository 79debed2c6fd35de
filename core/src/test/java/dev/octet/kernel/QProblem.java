package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.QGemm.QActivations;
import dev.octet.kernel.QGemm.QPanels;
import dev.octet.kernel.StageCase.Kind;
import dev.octet.kernel.reference.ReferenceQGemm;
import java.util.Arrays;
import java.util.Random;

/** One integer product with random contents, gaps in every array and rubbish in the gaps. */
final class QProblem {
  final int m;
  final int n;
  final int k;
  final boolean unsignedA;
  final boolean unsignedB;
  final byte[] weights;
  final int weightsOffset;
  int[] weightZeroPoints;
  final QActivations a;
  final StageCase out;
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
    out = new StageCase(random, m, n);
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
  void check(QGemm kernel, Kind stage, int threads) {
    StageCase.assertSame(
        run(kernel, stage, threads),
        run(new ReferenceQGemm(), stage, 1),
        this + ", " + stage + ", " + threads + " threads");
  }

  Object run(QGemm kernel, Kind stage, int threads) {
    QPanels panels = kernel.pack(weights, weightsOffset, n, k, unsignedB, weightZeroPoints);
    assertThat(panels.n()).isEqualTo(n);
    assertThat(panels.k()).isEqualTo(k);
    CheckedContext context = new CheckedContext(threads);
    Object result = out.run(stage, s -> kernel.multiply(a, panels, s, context));
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
}
