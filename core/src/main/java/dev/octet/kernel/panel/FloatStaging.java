package dev.octet.kernel.panel;

/** Micro-kernels around float products: what goes in, and what is done to what comes out. */
public interface FloatStaging {
  /**
   * Copies {@code n} floats. May read up to {@link FloatTile#SLACK} elements beyond them, within
   * the array, and overwrite as many beyond the copy.
   *
   * @param x floats
   * @param at index of the first
   * @param n how many
   * @param to where they go, with {@link FloatTile#SLACK} elements of room beyond them
   * @param toAt index of the first
   */
  void copy(float[] x, int at, int n, float[] to, int toAt);

  /**
   * Copies rows of at most {@code toStride} floats. May read as many floats a row, within the
   * array, and overwrite as many of each row.
   *
   * @param x floats
   * @param at index of the first
   * @param stride distance between rows
   * @param rows how many
   * @param n floats of a row
   * @param to where they go
   * @param toAt index of the first
   * @param toStride distance between rows of copies
   */
  void copyRows(float[] x, int at, int stride, int rows, int n, float[] to, int toAt, int toStride);

  /**
   * Finishes sums, some rows of {@code n}: {@code y = clamp(x + addend, lo, hi)}; NaN stays.
   *
   * @param x sums
   * @param at index of the first
   * @param stride distance between rows
   * @param rows how many
   * @param n columns
   * @param addend what is added, or null
   * @param addendAt index of the first
   * @param addendStride distance between its rows
   * @param lo least result, perhaps negative infinity
   * @param hi greatest result, perhaps infinity
   * @param y where results go; may be {@code x} or {@code addend} at the same place
   * @param to index of the first
   * @param yStride distance between rows of results
   */
  void finish(
      float[] x,
      int at,
      int stride,
      int rows,
      int n,
      float[] addend,
      int addendAt,
      int addendStride,
      float lo,
      float hi,
      float[] y,
      int to,
      int yStride);
}
