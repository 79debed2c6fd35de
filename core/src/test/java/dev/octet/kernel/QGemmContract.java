package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.StageCase.Kind;
import dev.octet.kernel.reference.ReferenceQGemm;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link QGemm} must do: the reference's integers and floats, bit for bit. A subclass
 * names a kernel and the size of its tile, around which shapes are swept.
 */
public abstract class QGemmContract {
  private static final int[] DEPTHS = {0, 1, 2, 3, 5, 63, 255, 256, 257, 513, 514, 515, 1025};

  private final Thinning thinning = new Thinning();

  /**
   * The kernel under test.
   *
   * @return a kernel
   */
  protected abstract QGemm kernel();

  /**
   * Rows of its tile.
   *
   * @return rows
   */
  protected abstract int tileRows();

  /**
   * Columns of its tile.
   *
   * @return columns
   */
  protected abstract int tileColumns();

  private int[] rows() {
    int t = tileRows();
    return new int[] {0, 1, 2, 3, t - 1, t, t + 1, 2 * t, 2 * t + 1, 13};
  }

  private int[] columns() {
    int t = tileColumns();
    return new int[] {0, 1, 7, t - 1, t, t + 1, 2 * t + 3};
  }

  @Test
  void equalsTheReferenceAroundTheTile() {
    Random random = new Random(1);
    for (int m : rows()) {
      for (int n : columns()) {
        for (int k : DEPTHS) {
          if (thinning.skips()) {
            continue;
          }
          QProblem.of(random, m, n, k).check(kernel(), Kind.INT32, 1);
        }
      }
    }
  }

  @Test
  void equalsTheReferenceInEveryKind() {
    Random random = new Random(2);
    for (Kind stage : Kind.values()) {
      for (int m : new int[] {1, tileRows() + 1, 2 * tileRows()}) {
        for (int n : new int[] {5, tileColumns(), 2 * tileColumns() + 9}) {
          for (int i = 0; i < 16; i++) {
            if (thinning.skips()) {
              continue;
            }
            new QProblem(random, m, n, 70, (i & 1) != 0, (i & 2) != 0, "case " + i)
                .check(kernel(), stage, 1);
          }
        }
      }
    }
  }

  @Test
  void staysExactAtTheEndsOfTheTypes() {
    int[] unsigned = {0, 255};
    int[] signed = {-128, 127};
    for (int signs = 0; signs < 4; signs++) {
      boolean ua = (signs & 1) != 0;
      boolean ub = (signs & 2) != 0;
      for (int ends = 0; ends < 16; ends++) {
        int a = (ua ? unsigned : signed)[ends & 1];
        int za = (ua ? unsigned : signed)[ends >> 1 & 1];
        int b = (ub ? unsigned : signed)[ends >> 2 & 1];
        int zb = (ub ? unsigned : signed)[ends >> 3];
        for (int k : new int[] {512, 514, 515, 1029}) {
          for (int m : new int[] {1, tileRows() + 1}) {
            if (thinning.skips()) {
              continue;
            }
            new QProblem(new Random(3), m, tileColumns() + 1, k, ua, ub, "all alike")
                .constant(a, za, b, zb)
                .check(kernel(), Kind.INT32, 1);
          }
        }
      }
    }
  }

  @Test
  void staysExactAtTheGreatestDepth() {
    for (int m : new int[] {1, 2 * tileRows()}) {
      new QProblem(new Random(4), m, 3, QGemm.MAX_K, true, true, "deepest")
          .constant(255, 0, 255, 0)
          .check(kernel(), Kind.INT32, 1);
      QProblem.of(new Random(5), m, 2, QGemm.MAX_K).check(kernel(), Kind.DEQUANTIZE, 1);
    }
  }

  @Test
  void requantizesHalvesToEvenAndClampsBeforeItConverts() {
    float[] multipliers = {
      0.5f,
      -0.5f,
      0.25f,
      1f,
      1e30f,
      -1e30f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      0f,
      -0f,
      Float.MIN_VALUE
    };
    for (float multiplier : multipliers) {
      for (int zeroPoint : new int[] {-128, -1, 0, 3, 128, 255}) {
        for (int m : new int[] {1, tileRows()}) {
          if (thinning.skips()) {
            continue;
          }
          QProblem p = QProblem.of(new Random(6), m, 2 * tileColumns() + 5, 3);
          p.out.bias = null;
          p.out.multipliers = new float[] {multiplier};
          p.out.zeroPoint = zeroPoint;
          p.out.lo = zeroPoint < 0 ? -128 : 0;
          p.out.hi = zeroPoint < 0 ? 127 : 255;
          p.check(kernel(), Kind.REQUANTIZE, 1);
          p.out.lo = zeroPoint;
          p.check(kernel(), Kind.REQUANTIZE, 1);
          p.out.hi = Math.min(p.out.hi, zeroPoint + 6);
          p.check(kernel(), Kind.REQUANTIZE, 1);
        }
      }
    }
  }

  @Test
  void dequantizesSpecialValues() {
    float[] specials = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0f, Float.MIN_VALUE, -1e-30f
    };
    for (float special : specials) {
      for (int relu = 0; relu < 2; relu++) {
        QProblem p = QProblem.of(new Random(7), tileRows(), tileColumns() + 3, 9);
        p.constant(1, 1, 1, 0);
        p.out.relu = relu == 1;
        p.out.bias = new float[p.n];
        Arrays.fill(p.out.bias, special);
        p.check(kernel(), Kind.DEQUANTIZE, 1);
        p.out.bias = null;
        p.out.multipliers = new float[] {special};
        p.check(kernel(), Kind.DEQUANTIZE, 1);
      }
    }
  }

  @Test
  void threadsDoNotChangeResults() {
    for (int threads = 1; threads <= 3; threads++) {
      for (Kind stage : Kind.values()) {
        if (thinning.skips()) {
          continue;
        }
        QProblem.of(new Random(8), 300, 5 * tileColumns() + 5, 530).check(kernel(), stage, threads);
        QProblem.of(new Random(9), 1, 9 * tileColumns() + 5, 1200).check(kernel(), stage, threads);
      }
    }
  }

  @Test
  void cutsAHugeLeftSide() {
    QProblem.of(new Random(10), 2100, 5, 520).check(kernel(), Kind.INT32, 2);
  }

  @Test
  void equalsTheReferenceOnRandomProblems() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < Thinning.RANDOM_PROBLEMS; i++) {
      if (thinning.skips()) {
        continue;
      }
      int m = random.nextInt(1, 3 * tileRows() + 2);
      int n = random.nextInt(1, 3 * tileColumns());
      int k = random.nextInt(1, 700);
      Kind stage = Kind.values()[random.nextInt(Kind.values().length)];
      new QProblem(
              random,
              m,
              n,
              k,
              random.nextBoolean(),
              random.nextBoolean(),
              "seed " + seed + " #" + i)
          .check(kernel(), stage, random.nextInt(1, 4));
    }
  }

  @Test
  void packedWeightsTakeAboutAByteEach() {
    int n = 6 * tileColumns();
    QGemm.QPanels panels = kernel().pack(new byte[n * 96], 0, n, 96, false, new int[] {0});
    assertThat(panels.bytes()).isBetween(n * 96L, n * 96L * 105 / 100);
  }

  @Test
  void multipliesActivationsWithActivations() {
    Random random = new Random(11);
    QGemm kernel = kernel();
    QGemm reference = new ReferenceQGemm();
    for (int i = 0; i < 60; i++) {
      int n = random.nextInt(1, 2 * tileColumns() + 3);
      int k = random.nextInt(1, 300);
      QProblem p = QProblem.of(random, random.nextInt(1, 2 * tileRows() + 2), n, k);
      boolean byColumns = random.nextBoolean();
      int gap = random.nextInt(3);
      int offset = random.nextInt(5);
      int stride = (byColumns ? n : k) + gap;
      byte[] b = new byte[offset + (byColumns ? k : n) * stride];
      random.nextBytes(b);
      boolean unsigned = random.nextBoolean();
      int zeroPoint = random.nextInt(256) - (unsigned ? 0 : 128);
      QGemm.QMatrix right =
          byColumns
              ? new QGemm.QMatrix(b, offset, n, k, 1, stride, unsigned, zeroPoint)
              : new QGemm.QMatrix(b, offset, n, k, stride, 1, unsigned, zeroPoint);
      Kind kind = Kind.values()[random.nextInt(4)];
      StageCase.assertSame(
          product(kernel, p, right, kind), product(reference, p, right, kind), p + " " + right);
    }
  }

  private static Object product(QGemm kernel, QProblem p, QGemm.QMatrix right, Kind kind) {
    CheckedContext context = new CheckedContext(2);
    QGemm.QPanels panels = kernel.pack(right, context);
    Object result = p.out.run(kind, stage -> kernel.multiply(p.a, panels, stage, context));
    kernel.release(panels, context);
    context.assertAllReturned();
    return result;
  }
}
