package dev.octet.kernel.plain;

import dev.octet.kernel.QUnary;
import dev.octet.numerics.ByteParams;

/** {@link QUnary} as plain loops. */
public final class PlainQUnary implements QUnary {
  /** Makes the kernel. */
  public PlainQUnary() {}

  @Override
  public void clamp(
      byte[] q, int offset, int n, boolean unsigned, int lo, int hi, byte[] y, int to) {
    // Unsigned bytes keep their order as signed ones once their first bit is turned.
    int turn = unsigned ? 0x80 : 0;
    byte least = (byte) (lo ^ turn);
    byte greatest = (byte) (hi ^ turn);
    for (int i = 0; i < n; i++) {
      byte v = (byte) (q[offset + i] ^ turn);
      y[to + i] = (byte) (Math.min(Math.max(v, least), greatest) ^ turn);
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
    int mask = from.mask();
    int zero = from.zeroPoint();
    float scale = from.scale();
    int z = into.zeroPoint();
    float inverse = 1f / into.scale();
    int least = Rounding.limit(into.qmin(), z);
    int greatest = Rounding.limit(into.qmax(), z);
    for (int i = 0; i < n; i++) {
      float steps = scale * (float) ((q[offset + i] & mask) - zero) * inverse;
      y[to + i] = Rounding.toByte(steps, least, greatest, z);
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
    int mask = from.mask();
    int zero = from.zeroPoint();
    int z = into.zeroPoint();
    int least = Rounding.limit(into.qmin(), z);
    int greatest = Rounding.limit(into.qmax(), z);
    for (int i = 0; i < n; i++) {
      int steps = (q[offset + i] & mask) - zero;
      float f = (float) steps * (steps < 0 ? negative[at + i * step] : positive);
      y[to + i] = Rounding.toByte(f, least, greatest, z);
    }
  }
}
