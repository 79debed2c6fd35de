package dev.octet.kernel.panel;

/**
 * Micro-kernel of depthwise convolutions: pixels of one output line, all channels side by side.
 *
 * <pre>
 * c[i][ch] = start[ch] + sum over t of x[i * step + offsets[t] + ch] * w[t][ch]
 *
 * i &lt; pixels, ch &lt; channels, t from first to end tap      w: taps x channels, without gaps
 * </pre>
 */
public interface DepthwiseTile {
  /**
   * What the number of channels must be a multiple of.
   *
   * @return lanes of a vector
   */
  int lanes();

  /**
   * Computes pixels of one line.
   *
   * @param pixels 1 or more
   * @param channels a multiple of {@link #lanes}
   * @param firstTap the first tap
   * @param endTap the one after the last
   * @param x lines of input, padded
   * @param xAt index of the first channel that the first pixel sees through a tap of offset 0
   * @param step distance between what successive pixels see
   * @param offsets of taps
   * @param w weights
   * @param start where sums start
   * @param startAt index of the first
   * @param c result, overwritten, pixels {@code channels} apart
   */
  void multiply(
      int pixels,
      int channels,
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      float[] start,
      int startAt,
      float[] c);
}
