package dev.octet.kernel.panel;

import dev.octet.kernel.QStage;

/**
 * What becomes of int32 accumulators, one piece of a row at a time. Bit for bit the arithmetic of
 * {@link dev.octet.numerics.Affine}: no fused operations.
 */
public interface OutputStage {
  /**
   * Takes one part of the zero points out of accumulators: {@code acc[at + j] -= factor *
   * factors[from + j]}, modulo 2^32.
   *
   * @param acc accumulators
   * @param at index of the first
   * @param n how many
   * @param factors one for each
   * @param from index of the first factor
   * @param factor the other factor
   */
  void subtract(int[] acc, int at, int n, int[] factors, int from, int factor);

  /**
   * Requantizes {@code n} accumulators.
   *
   * @param acc accumulators, zero points already taken out
   * @param at index of the first
   * @param n how many
   * @param stage what to do, and where results go
   * @param row their row in the result
   * @param column the first one's column in the result
   */
  void requantize(int[] acc, int at, int n, QStage.Requantize stage, int row, int column);

  /**
   * Dequantizes {@code n} accumulators.
   *
   * @param acc accumulators, zero points already taken out
   * @param at index of the first
   * @param n how many
   * @param stage what to do, and where results go
   * @param row their row in the result
   * @param column the first one's column in the result
   */
  void dequantize(int[] acc, int at, int n, QStage.Dequantize stage, int row, int column);
}
