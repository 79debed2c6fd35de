package dev.octet.kernel.reference;

import dev.octet.kernel.QStage;
import dev.octet.numerics.Affine;

/** {@link QStage}, one accumulator at a time. */
final class ReferenceStage {
  private ReferenceStage() {}

  static int integer(byte b, boolean unsigned) {
    return unsigned ? b & 0xff : b;
  }

  static void store(int acc, int i, int j, QStage stage) {
    switch (stage) {
      case QStage.Int32 s -> s.c()[s.offset() + i * s.rowStride() + j] = acc;
      case QStage.Requantize s ->
          s.c()[s.offset() + i * s.rowStride() + j] =
              (byte)
                  Affine.requantize(
                      acc,
                      bias(s.bias(), j),
                      one(s.multipliers(), j),
                      s.zeroPoint(),
                      s.lo(),
                      s.hi());
      case QStage.RequantizeAdd s -> {
        byte q = s.addend()[s.addendOffset() + i * s.addendStride() + j];
        s.c()[s.offset() + i * s.rowStride() + j] =
            (byte)
                Affine.requantizeAdd(
                    acc,
                    bias(s.bias(), j),
                    one(s.scales(), j),
                    integer(q, s.addendUnsigned()),
                    s.addendZeroPoint(),
                    s.addendScale(),
                    s.inverseScale(),
                    s.zeroPoint(),
                    s.lo(),
                    s.hi());
      }
      case QStage.Dequantize s -> {
        float real =
            Affine.toReal(acc, s.inputScale(i), one(s.weightScales(), j), bias(s.bias(), j));
        s.c()[s.offset() + i * s.rowStride() + j] = s.relu() ? Math.max(real, 0f) : real;
      }
    }
  }

  private static float bias(float[] bias, int j) {
    return bias == null ? 0f : bias[j];
  }

  private static float one(float[] values, int j) {
    return values[values.length == 1 ? 0 : j];
  }
}
