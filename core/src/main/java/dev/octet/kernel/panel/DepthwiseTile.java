package dev.octet.kernel.panel;

/**
 * Micro-kernel of depthwise convolutions: pixels of some output lines, a vector of channels.
 *
 * <pre>
 * c[l][i][ch] = start[ch] + sum over t of x[l * lineStep + i * step + offsets[t] + ch] * w[t][ch]
 *
 * l &lt; lines, i &lt; pixels, ch &lt; lanes, t from first to end tap      w, c: without gaps
 * </pre>
 */
public interface DepthwiseTile {
  /**
   * Channels at a time.
   *
   * @return lanes of a vector, or more
   */
  int lanes();

  /**
   * Computes pixels.
   *
   * @param lines 1 or more
   * @param lineStep distance between what successive lines see
   * @param pixels of a line, 1 or more
   * @param firstTap the first tap
   * @param endTap the one after the last
   * @param x lines of input, padded
   * @param xAt index of what the first pixel sees through a tap of offset 0
   * @param step distance between what successive pixels see, a multiple of {@link #lanes}
   * @param offsets of taps, multiples of {@link #lanes}
   * @param w weights
   * @param wAt index of tap 0
   * @param start where sums start
   * @param startAt index of the first
   * @param c result, overwritten
   */
  void multiply(
      int lines,
      int lineStep,
      int pixels,
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
      float[] c);
}
