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

  /**
   * Requantizes {@code n} accumulators and adds a second quantized input.
   *
   * @param acc accumulators, zero points already taken out
   * @param at index of the first
   * @param n how many
   * @param stage what to do, and where results go
   * @param row their row in the result
   * @param column the first one's column in the result
   */
  void requantizeAdd(int[] acc, int at, int n, QStage.RequantizeAdd stage, int row, int column);

  /**
   * Does with accumulators what a stage says.
   *
   * @param acc accumulators, zero points already taken out
   * @param at index of the first
   * @param n how many
   * @param stage what to do, and where results go
   * @param row their row in the result
   * @param column the first one's column in the result
   */
  default void store(int[] acc, int at, int n, QStage stage, int row, int column) {
    switch (stage) {
      case QStage.Int32 s ->
          System.arraycopy(acc, at, s.c(), s.offset() + row * s.rowStride() + column, n);
      case QStage.Requantize s -> requantize(acc, at, n, s, row, column);
      case QStage.RequantizeAdd s -> requantizeAdd(acc, at, n, s, row, column);
      case QStage.Dequantize s -> dequantize(acc, at, n, s, row, column);
    }
  }
}
