package dev.octet.kernel;

/**
 * What float group, instance and batch normalization are made of: sums in double precision, and an
 * affine map. {@link FloatNormalization} puts them together; layer normalization has a contract of
 * its own, {@link LayerNorm}.
 *
 * <p>Sums are within {@code n * 2^-52} of the exact ones, relative to the sum of magnitudes: their
 * order is left open. The map is exact to its equation.
 */
public interface FloatNorm extends Kernel {
  /**
   * The sum of a run's values and the sum of their squares.
   *
   * @param x values
   * @param offset index of the first
   * @param n how many
   * @param sums element {@code at} becomes the sum, {@code at + 1} the sum of squares
   * @param at where in {@code sums}
   */
  void sums(float[] x, int offset, int n, double[] sums, int at);

  /**
   * Adds a channels-last run to the sums of its channels: {@code sums[i] += x[i]}, {@code
   * squares[i] += x[i]^2}.
   *
   * @param x values, one for each channel
   * @param offset index of the first
   * @param n how many
   * @param sums sums, from index 0
   * @param squares sums of squares, from index 0
   */
  void addSums(float[] x, int offset, int n, double[] sums, double[] squares);

  /**
   * Maps a run: {@code y = fl(fl(fl(x - center) * factor[i]) + shift[i])}.
   *
   * @param x values
   * @param offset index of the first
   * @param n how many
   * @param center what is taken off first
   * @param factor factors
   * @param shift terms
   * @param at index of the first in both
   * @param step 1 for one for each element, the channels of a channels-last run; 0 for one for all
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void apply(
      float[] x,
      int offset,
      int n,
      float center,
      float[] factor,
      float[] shift,
      int at,
      int step,
      float[] y,
      int to);
}
