package dev.octet.kernel;

/**
 * The greatest or least values of a row, sorted, with their places. Of equal values the one with
 * the lowest index comes first; PyTorch leaves their order open. Quantized values are compared as
 * integers.
 */
public interface TopK extends Kernel {
  /**
   * Finds among 8-bit integers.
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param greatest whether the greatest are wanted rather than the least
   * @param k how many are wanted, at most n
   * @param values where they go
   * @param indices where their places go, from 0 to n - 1
   * @param to index of the first in both
   */
  void bytes(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      boolean greatest,
      int k,
      byte[] values,
      int[] indices,
      int to);

  /**
   * Finds among floats. NaN counts as greater than all numbers, and -0.0 as equal to 0.0.
   *
   * @param x values
   * @param offset index of the first
   * @param n how many
   * @param greatest whether the greatest are wanted rather than the least
   * @param k how many are wanted, at most n
   * @param values where they go
   * @param indices where their places go, from 0 to n - 1
   * @param to index of the first in both
   */
  void floats(
      float[] x, int offset, int n, boolean greatest, int k, float[] values, int[] indices, int to);
}
