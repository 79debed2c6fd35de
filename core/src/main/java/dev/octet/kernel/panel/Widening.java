package dev.octet.kernel.panel;

/** Micro-kernel that turns 8-bit integers into floats: {@code to[i] = q[i] - zeroPoint}. */
public interface Widening {
  /**
   * Widens {@code n} integers. May read up to {@link FloatTile#SLACK} elements beyond them, within
   * the array, and overwrite as many floats beyond the result.
   *
   * @param q integers
   * @param at index of the first
   * @param n how many
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoint the integer that stands for 0.0
   * @param to where floats go, with {@link FloatTile#SLACK} elements of room beyond them
   * @param toAt index of the first
   */
  void widen(byte[] q, int at, int n, boolean unsigned, int zeroPoint, float[] to, int toAt);

  /**
   * Widens rows of at most {@code toStride} integers. May read as many integers a row, within the
   * array, and overwrite as many floats of each row.
   *
   * @param q integers
   * @param at index of the first
   * @param stride distance between rows
   * @param rows how many
   * @param n integers of a row
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoint the integer that stands for 0.0
   * @param to where floats go
   * @param toAt index of the first
   * @param toStride distance between rows of floats
   */
  void widenRows(
      byte[] q,
      int at,
      int stride,
      int rows,
      int n,
      boolean unsigned,
      int zeroPoint,
      float[] to,
      int toAt,
      int toStride);
}
