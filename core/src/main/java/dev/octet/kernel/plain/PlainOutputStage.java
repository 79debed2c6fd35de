package dev.octet.kernel.plain;

import dev.octet.kernel.QStage;
import dev.octet.kernel.panel.OutputStage;
import dev.octet.numerics.Affine;

/** {@link OutputStage}, one number at a time: a small part of what products cost in this tier. */
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
  public void requantize(int[] acc, int at, int n, QStage.Requantize s, int row, int column) {
    int to = s.offset() + row * s.rowStride() + column;
    for (int j = 0; j < n; j++) {
      float bias = s.bias() == null ? 0f : s.bias()[column + j];
      float multiplier = s.multipliers()[s.multipliers().length == 1 ? 0 : column + j];
      s.c()[to + j] =
          (byte) Affine.requantize(acc[at + j], bias, multiplier, s.zeroPoint(), s.lo(), s.hi());
    }
  }

  @Override
  public void requantizeAdd(int[] acc, int at, int n, QStage.RequantizeAdd s, int row, int column) {
    int from = s.addendOffset() + row * s.addendStride() + column;
    int to = s.offset() + row * s.rowStride() + column;
    int mask = s.addendUnsigned() ? 0xff : -1;
    for (int j = 0; j < n; j++) {
      float bias = s.bias() == null ? 0f : s.bias()[column + j];
      float scale = s.scales()[s.scales().length == 1 ? 0 : column + j];
      int q = s.addend()[from + j] & mask;
      s.c()[to + j] =
          (byte)
              Affine.requantizeAdd(
                  acc[at + j],
                  bias,
                  scale,
                  q,
                  s.addendZeroPoint(),
                  s.addendScale(),
                  s.inverseScale(),
                  s.zeroPoint(),
                  s.lo(),
                  s.hi());
    }
  }

  @Override
  public void dequantize(int[] acc, int at, int n, QStage.Dequantize s, int row, int column) {
    float inputScale = s.inputScale(row);
    int to = s.offset() + row * s.rowStride() + column;
    for (int j = 0; j < n; j++) {
      float bias = s.bias() == null ? 0f : s.bias()[column + j];
      float weightScale = s.weightScales()[s.weightScales().length == 1 ? 0 : column + j];
      float real = Affine.toReal(acc[at + j], inputScale, weightScale, bias);
      s.c()[to + j] = s.relu() ? Math.max(real, 0f) : real;
    }
  }
}
