package dev.octet.kernel.plain;

import dev.octet.kernel.QStage;
import dev.octet.kernel.panel.OutputStage;
import dev.octet.numerics.Affine;

/**
 * {@link OutputStage}, one number at a time: a small part of what products cost in this tier. An
 * accumulator that has been a float already becomes the same float again.
 */
public final class PlainOutputStage implements OutputStage {
  /** Makes the kernel. */
  public PlainOutputStage() {}

  @Override
  public void subtract(int[] acc, int at, int n, int[] factors, int from, int factor) {
    for (int j = 0; j < n; j++) {
      acc[at + j] -= factor * factors[from + j];
    }
  }

  @Override
  public void requantize(
      float[] acc, int at, int stride, int rows, int n, QStage.Requantize s, int row, int column) {
    for (int i = 0; i < rows; i++) {
      int from = at + i * stride;
      int to = s.offset() + (row + i) * s.rowStride() + column;
      for (int j = 0; j < n; j++) {
        float bias = s.bias() == null ? 0f : s.bias()[column + j];
        float multiplier = s.multipliers()[s.multipliers().length == 1 ? 0 : column + j];
        s.c()[to + j] =
            (byte)
                Affine.requantize(
                    (int) acc[from + j], bias, multiplier, s.zeroPoint(), s.lo(), s.hi());
      }
    }
  }

  @Override
  public void requantizeAdd(
      float[] acc,
      int at,
      int stride,
      int rows,
      int n,
      QStage.RequantizeAdd s,
      int row,
      int column) {
    for (int i = 0; i < rows; i++) {
      int addend = s.addendOffset() + (row + i) * s.addendStride() + column;
      int to = s.offset() + (row + i) * s.rowStride() + column;
      for (int j = 0; j < n; j++) {
        s.c()[to + j] =
            (byte)
                requantizeAdd(
                    (int) acc[at + i * stride + j], s.addend()[addend + j], s, column + j);
      }
    }
  }

  private static int requantizeAdd(int acc, byte addend, QStage.RequantizeAdd s, int column) {
    return Affine.requantizeAdd(
        acc,
        s.bias() == null ? 0f : s.bias()[column],
        s.scales()[s.scales().length == 1 ? 0 : column],
        s.addendUnsigned() ? addend & 0xff : addend,
        s.addendZeroPoint(),
        s.addendScale(),
        s.inverseScale(),
        s.zeroPoint(),
        s.lo(),
        s.hi());
  }

  @Override
  public void dequantize(
      float[] acc, int at, int stride, int rows, int n, QStage.Dequantize s, int row, int column) {
    for (int i = 0; i < rows; i++) {
      float inputScale = s.inputScale(row + i);
      int from = at + i * stride;
      int to = s.offset() + (row + i) * s.rowStride() + column;
      for (int j = 0; j < n; j++) {
        float bias = s.bias() == null ? 0f : s.bias()[column + j];
        float weightScale = s.weightScales()[s.weightScales().length == 1 ? 0 : column + j];
        float real = Affine.toReal((int) acc[from + j], inputScale, weightScale, bias);
        s.c()[to + j] = s.relu() ? Math.max(real, 0f) : real;
      }
    }
  }
}
