package dev.octet.kernel.panel;

/**
 * Micro-kernel of convolutions in groups of few channels: pixels of one output line, the outputs of
 * one bundle of groups ({@link ConvPacking}).
 *
 * <pre>
 * c[i][j] = start[j] + sum over t, p of x[i * step + offsets[t] + p] * w[t][p][j]
 *
 * i &lt; pixels, p &lt; inputs, j &lt; columns, t from first to end tap     w: taps x inputs x columns
 * </pre>
 */
public interface GroupTile {
  /**
   * The columns of a tile.
   *
   * @return columns
   */
  int columns();

  /**
   * Computes pixels of one line.
   *
   * @param pixels 1 or more
   * @param inputs channels of the bundle
   * @param firstTap the first tap
   * @param endTap the one after the last
   * @param x lines of input, padded
   * @param xAt index of the first channel that the first pixel sees through a tap of offset 0
   * @param step distance between what successive pixels see
   * @param offsets of taps
   * @param w weights, without gaps
   * @param wAt index of the first
   * @param start where sums start
   * @param startAt index of the first
   * @param c result, overwritten, all columns
   * @param cAt index of the first
   * @param cStride distance between pixels
   */
  void multiply(
      int pixels,
      int inputs,
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int cStride);
}
