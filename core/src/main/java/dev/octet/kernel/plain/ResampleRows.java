package dev.octet.kernel.plain;

import dev.octet.kernel.LinearTaps;

/** What {@link RowResample} asks of the machine: one row. */
public interface ResampleRows {
  /**
   * Interpolates the pixels of a row of integers.
   *
   * @param x input
   * @param at where the row begins
   * @param unsigned whether bytes are 0 to 255
   * @param taps neighbours
   * @param channels channels of a pixel
   * @param y the row that becomes, from element 0
   */
  void across(byte[] x, int at, boolean unsigned, LinearTaps taps, int channels, float[] y);

  /**
   * Interpolates the pixels of a row of floats.
   *
   * @param x input
   * @param at where the row begins
   * @param taps neighbours
   * @param channels channels of a pixel
   * @param y the row that becomes, from element 0
   */
  void across(float[] x, int at, LinearTaps taps, int channels, float[] y);

  /**
   * Makes floats of a row of integers.
   *
   * @param x input
   * @param at where the row begins
   * @param unsigned whether bytes are 0 to 255
   * @param n elements
   * @param y the row, from element 0
   */
  void widen(byte[] x, int at, boolean unsigned, int n, float[] y);

  /**
   * Interpolates between two rows.
   *
   * @param a one, from element 0
   * @param b the other, from element 0; perhaps the same
   * @param weight of the other
   * @param n elements
   * @param y where results go; perhaps {@code a} itself
   * @param to index of the first
   */
  void between(float[] a, float[] b, float weight, int n, float[] y, int to);

  /**
   * Rounds a row: {@code z + rint(fl(r - z))}.
   *
   * @param r results, from element 0
   * @param n elements
   * @param zeroPoint z
   * @param y where integers go
   * @param to index of the first
   */
  void round(float[] r, int n, int zeroPoint, byte[] y, int to);
}
