package dev.octet.kernel.reference;

import dev.octet.kernel.QUnary;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;

/** {@link QUnary}, one number at a time. */
public final class ReferenceQUnary implements QUnary {
  /** Makes the kernel. */
  public ReferenceQUnary() {}

  @Override
  public void clamp(
      byte[] q, int offset, int n, boolean unsigned, int lo, int hi, byte[] y, int to) {
    for (int i = 0; i < n; i++) {
      int integer = unsigned ? q[offset + i] & 0xff : q[offset + i];
      y[to + i] = (byte) Math.clamp(integer, lo, hi);
    }
  }

  @Override
  public void lookup(byte[] q, int offset, int n, byte[] table, byte[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = table[q[offset + i] & 0xff];
    }
  }

  @Override
  public void rescale(
      byte[] q, int offset, int n, ByteParams from, ByteParams into, byte[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = into.quantize(from.dequantize(q[offset + i]));
    }
  }

  @Override
  public void prelu(
      byte[] q,
      int offset,
      int n,
      ByteParams from,
      float positive,
      float[] negative,
      int at,
      int step,
      byte[] y,
      int to,
      ByteParams into) {
    for (int i = 0; i < n; i++) {
      y[to + i] =
          (byte)
              Affine.slope(
                  from.integer(q[offset + i]),
                  from.zeroPoint(),
                  positive,
                  negative[at + i * step],
                  into.zeroPoint(),
                  into.qmin(),
                  into.qmax());
    }
  }
}
