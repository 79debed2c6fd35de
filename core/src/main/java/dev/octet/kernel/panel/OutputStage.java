package dev.octet.kernel.panel;

import dev.octet.kernel.QStage;

/**
 * What becomes of accumulators, some rows of some columns at a time. Bit for bit the arithmetic of
 * {@link dev.octet.numerics.Affine}: no fused operations. Accumulators come as floats, {@code
 * (float) acc} of the int32 sum: that is where the arithmetic begins, and sums of few products are
 * floats anyway.
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
   * Requantizes accumulators.
   *
   * @param acc accumulators
   * @param at index of the first
   * @param stride distance between rows
   * @param rows how many rows
   * @param n how many columns
   * @param stage what to do, and where results go
   * @param row the first row in the result
   * @param column the first column in the result
   */
  void requantize(
      float[] acc,
      int at,
      int stride,
      int rows,
      int n,
      QStage.Requantize stage,
      int row,
      int column);

  /**
   * Dequantizes accumulators.
   *
   * @param acc accumulators
   * @param at index of the first
   * @param stride distance between rows
   * @param rows how many rows
   * @param n how many columns
   * @param stage what to do, and where results go
   * @param row the first row in the result
   * @param column the first column in the result
   */
  void dequantize(
      float[] acc,
      int at,
      int stride,
      int rows,
      int n,
      QStage.Dequantize stage,
      int row,
      int column);

  /**
   * Requantizes accumulators and adds a second quantized input.
   *
   * @param acc accumulators
   * @param at index of the first
   * @param stride distance between rows
   * @param rows how many rows
   * @param n how many columns
   * @param stage what to do, and where results go
   * @param row the first row in the result
   * @param column the first column in the result
   */
  void requantizeAdd(
      float[] acc,
      int at,
      int stride,
      int rows,
      int n,
      QStage.RequantizeAdd stage,
      int row,
      int column);
}
