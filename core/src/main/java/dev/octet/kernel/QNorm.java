package dev.octet.kernel;

/**
 * What layer, group, instance and batch normalization of 8-bit integers are made of: sums, which
 * are exact, and the affine map to the output's integers. {@link QNormalization} puts them
 * together. All integers are the reference's, bit for bit.
 */
public interface QNorm extends Kernel {
  /** How often {@link #addSums} may add to the same sums: 33,025 squares of 255 are below 2^31. */
  int MOST_ADDED = 33_025;

  /**
   * The sum of a run's integers and the sum of their squares.
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param sums element {@code at} becomes the sum, {@code at + 1} the sum of squares
   * @param at where in {@code sums}
   */
  void sums(byte[] q, int offset, int n, boolean unsigned, long[] sums, int at);

  /**
   * Adds a channels-last run to the sums of its channels: {@code sums[i] += q[i]}, {@code
   * squares[i] += q[i]^2}. At most {@link #MOST_ADDED} times, then the sums may overflow.
   *
   * @param q integers, one for each channel
   * @param offset index of the first
   * @param n how many
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param sums sums, from index 0
   * @param squares sums of squares, from index 0
   */
  void addSums(byte[] q, int offset, int n, boolean unsigned, int[] sums, int[] squares);

  /**
   * Maps a run: {@code f = (((float) q - center) * rowFactor) * factor[i] + shift[i]}, {@code y =
   * clamp(z_y + rint(f))}, {@link dev.octet.numerics.Affine#normalize}. Factors and shifts are in
   * units of the output's scale.
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param center what is taken off first: a mean, or the zero point
   * @param rowFactor factor of the whole run
   * @param factor factors of channels
   * @param shift terms of channels
   * @param at index of the first in both
   * @param step 1 for one for each element, 0 for one for all
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   * @param zeroPoint the output's zero point
   * @param lo least result; the zero point where a ReLU is fused
   * @param hi greatest result
   */
  void apply(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      float center,
      float rowFactor,
      float[] factor,
      float[] shift,
      int at,
      int step,
      byte[] y,
      int to,
      int zeroPoint,
      int lo,
      int hi);
}
