package dev.octet.kernel.plain;

import dev.octet.kernel.Pool;

/**
 * What {@link TapPool} asks of the machine: one pixel of a result, from the pixels of its window.
 * Pixels are given by the indices of their channels 0, in the order in which floats are summed.
 */
public interface PoolTaps {
  /**
   * Maximum of integers: the least one where there are no pixels.
   *
   * @param x input
   * @param at where pixels begin
   * @param taps how many pixels
   * @param channels channels of each
   * @param unsigned whether bytes are 0 to 255
   * @param y where results go
   * @param to index of the first
   */
  void max(byte[] x, int[] at, int taps, int channels, boolean unsigned, byte[] y, int to);

  /**
   * Average of integers, by the equation of {@link Pool}.
   *
   * @param x input
   * @param at where pixels begin
   * @param taps how many pixels
   * @param channels channels of each
   * @param integers what integers stand for
   * @param multiplier {@code ratio / divisor}, any finite number
   * @param sums room for as many ints as channels, with any contents
   * @param y where results go
   * @param to index of the first
   */
  void average(
      byte[] x,
      int[] at,
      int taps,
      int channels,
      Pool.Integers integers,
      float multiplier,
      int[] sums,
      byte[] y,
      int to);

  /**
   * Maximum of floats: negative infinity where there are no pixels.
   *
   * @param x input
   * @param at where pixels begin
   * @param taps how many pixels
   * @param channels channels of each
   * @param y where results go
   * @param to index of the first
   */
  void max(float[] x, int[] at, int taps, int channels, float[] y, int to);

  /**
   * Average of floats, summed in the order of the pixels.
   *
   * @param x input
   * @param at where pixels begin
   * @param taps how many pixels
   * @param channels channels of each
   * @param divisor what sums are divided by, not 0
   * @param y where results go
   * @param to index of the first
   */
  void average(float[] x, int[] at, int taps, int channels, float divisor, float[] y, int to);
}
