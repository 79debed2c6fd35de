package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.FloatGemm.FloatPanels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every {@link FloatGemm} must do: be near a sum in double precision, whatever the layout. A
 * subclass names a kernel and the size of its tile, around which shapes are swept.
 */
public abstract class FloatGemmContract {
  private static final int[] DEPTHS = {0, 1, 2, 3, 5, 32, 63, 255, 256, 257, 513, 1024};
  private static final float RUBBISH = 12345.678f;

  private final Thinning thinning = new Thinning();

  /**
   * The kernel under test.
   *
   * @return a kernel
   */
  protected abstract FloatGemm kernel();

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

  @Test
  void isNearTheReferenceAroundTheTile() {
    Random random = new Random(1);
    int r = tileRows();
    int c = tileColumns();
    for (int m : new int[] {0, 1, 2, 3, r - 1, r, r + 1, 2 * r + 1, 13}) {
      for (int n : new int[] {0, 1, 7, c - 1, c, c + 1, 2 * c + 3}) {
        for (int k : DEPTHS) {
          if (thinning.skips()) {
            continue;
          }
          check(random, m, n, k, 1, "");
        }
      }
    }
  }

  @Test
  void isNearTheReferenceWithAnyStrides() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      if (thinning.skips()) {
        continue;
      }
      int m = random.nextInt(1, 3 * tileRows() + 2);
      int n = random.nextInt(1, 3 * tileColumns());
      check(random, m, n, random.nextInt(1, 300), random.nextInt(1, 4), "seed " + seed + " #" + i);
    }
  }

  @Test
  void cutsAHugeLeftSide() {
    FloatMatrix a = matrix(new Random(2), 1100, 1024, 2);
    FloatMatrix b = matrix(new Random(3), 5, 1024, 0);
    check(a, b, null, new Random(4), 2, "");
  }

  @Test
  void threadsDoNotChangeResults() {
    FloatMatrix a = matrix(new Random(5), 300, 530, 0);
    FloatMatrix b = matrix(new Random(6), 5 * tileColumns() + 5, 530, 0);
    float[] one = run(a, b, null, 0, b.rows(), 1);
    assertThat(run(a, b, null, 0, b.rows(), 2)).isEqualTo(one);
    assertThat(run(a, b, null, 0, b.rows(), 3)).isEqualTo(one);
  }

  @Test
  void nanStaysInItsRowAndColumn() {
    int m = 2 * tileRows() + 1;
    int n = tileColumns() + 3;
    FloatMatrix a = FloatMatrix.of(new float[m * 40], 0, m, 40);
    FloatMatrix b = FloatMatrix.of(new float[n * 40], 0, n, 40);
    Arrays.fill(a.array(), 1f);
    Arrays.fill(b.array(), 1f);
    a.array()[3 * 40 + 7] = Float.NaN;
    b.array()[(n - 1) * 40 + 5] = Float.POSITIVE_INFINITY;
    float[] c = run(a, b, null, 0, n, 1);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        Float expected = i == 3 ? Float.NaN : j == n - 1 ? Float.POSITIVE_INFINITY : 40f;
        assertThat(c[i * n + j]).as("(%d, %d)", i, j).isEqualTo(expected);
      }
    }
  }

  private void check(Random random, int m, int n, int k, int threads, String title) {
    FloatMatrix a = matrix(random, m, k, random.nextInt(4));
    FloatMatrix b = matrix(random, n, k, random.nextInt(4));
    float[] bias = random.nextBoolean() ? matrix(random, 1, n, 0).array() : null;
    check(a, b, bias, random, threads, title);
  }

  private void check(
      FloatMatrix a, FloatMatrix b, float[] bias, Random random, int threads, String title) {
    int offset = random.nextInt(5);
    int stride = b.rows() + random.nextInt(4);
    float[] c = run(a, b, bias, offset, stride, threads);
    float[] untouched = c.clone();
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.rows(); j++) {
        double sum = bias == null ? 0 : bias[j];
        double magnitude = Math.abs(sum);
        for (int p = 0; p < a.cols(); p++) {
          double product = (double) at(a, i, p) * at(b, j, p);
          sum += product;
          magnitude += Math.abs(product);
        }
        int index = offset + i * stride + j;
        double error = Math.abs(c[index] - sum);
        if (!(error <= FloatTolerance.ofSum(a.cols() + 1, magnitude))) {
          assertThat((double) c[index])
              .as("%s (%d, %d) of %s, %s, bias %s", title, i, j, sizes(a), sizes(b), bias != null)
              .isEqualTo(sum);
        }
        untouched[index] = RUBBISH;
      }
    }
    assertThat(untouched).as("%s gaps of C", title).containsOnly(RUBBISH);
  }

  private float[] run(
      FloatMatrix a, FloatMatrix b, float[] bias, int offset, int stride, int threads) {
    FloatGemm kernel = kernel();
    float[] into = new float[kernel.packedSize(b.rows(), b.cols()) + 3];
    Arrays.fill(into, Float.NaN);
    FloatPanels panels = kernel.pack(b, into);
    float[] c = new float[offset + a.rows() * stride + 7];
    Arrays.fill(c, RUBBISH);
    CheckedContext context = new CheckedContext(threads);
    kernel.multiply(
        a, panels, bias, new FloatMatrix(c, offset, a.rows(), b.rows(), stride, 1), context);
    context.assertAllReturned();
    return c;
  }

  private static float at(FloatMatrix x, int i, int j) {
    return x.array()[x.offset() + i * x.rowStride() + j * x.colStride()];
  }

  private static String sizes(FloatMatrix x) {
    return "%d x %d strides %d %d".formatted(x.rows(), x.cols(), x.rowStride(), x.colStride());
  }

  /** Layouts: rows with gaps, columns with gaps, both, and rows 1,024 apart. */
  private static FloatMatrix matrix(Random random, int rows, int cols, int layout) {
    int offset = random.nextInt(3);
    int rowStride =
        switch (layout) {
          case 0 -> cols + random.nextInt(3);
          case 1 -> 1;
          case 2 -> Math.max(1024, cols);
          default -> 3 * cols + 1;
        };
    int colStride = layout == 1 ? rows + random.nextInt(3) : layout == 3 ? 3 : 1;
    float[] array =
        new float
            [offset + Math.max(0, rows - 1) * rowStride + Math.max(0, cols - 1) * colStride + 3];
    for (int i = 0; i < array.length; i++) {
      array[i] = random.nextFloat() * 2 - 1;
    }
    return new FloatMatrix(array, offset, rows, cols, rowStride, colStride);
  }
}
