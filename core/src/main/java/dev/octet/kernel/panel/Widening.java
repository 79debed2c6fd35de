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
}
