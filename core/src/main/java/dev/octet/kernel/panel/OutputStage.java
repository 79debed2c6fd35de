package dev.octet.kernel.panel;

import dev.octet.kernel.QStage;

/**
 * What turns int32 accumulators into results, one piece of a row at a time. Bit for bit the
 * arithmetic of {@link dev.octet.numerics.Affine}: no fused operations.
 */
public interface OutputStage {
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
