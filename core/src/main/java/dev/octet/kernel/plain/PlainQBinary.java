package dev.octet.kernel.plain;

import dev.octet.kernel.QBinary;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;
import java.util.Arrays;

/** {@link QBinary} as plain loops. */
public final class PlainQBinary implements QBinary {
  /** Makes the kernel. */
  public PlainQBinary() {}

  @Override
  public void apply(
      Params p,
      byte[] a,
      int aOffset,
      int aStep,
      byte[] b,
      int bOffset,
      int bStep,
      int n,
      byte[] y,
      int to) {
    if (n == 0) {
      return;
    }
    if (bStep == 0) {
      int right = p.b().integer(b[bOffset]);
      withScalar(p, a, aOffset, right, aStep == 0 ? 1 : n, y, to);
      if (aStep == 0) {
        Arrays.fill(y, to, to + n, y[to]);
      }
    } else if (aStep == 0) {
      withScalar(p.exchanged(), b, bOffset, p.a().integer(a[aOffset]), n, y, to);
    } else if (p.op() == Op.ADD) {
      add(p, a, aOffset, b, bOffset, n, y, to);
    } else {
      multiply(p, a, aOffset, b, bOffset, n, y, to);
    }
  }

  private static void add(
      Params p, byte[] a, int aOffset, byte[] b, int bOffset, int n, byte[] y, int to) {
    int za = p.a().zeroPoint();
    int zb = p.b().zeroPoint();
    int ma = p.a().mask();
    int mb = p.b().mask();
    float sa = p.a().scale();
    float sb = p.b().scale();
    int z = p.y().zeroPoint();
    float inverse = 1f / p.y().scale();
    int least = Rounding.limit(p.lo(), z);
    int greatest = Rounding.limit(p.hi(), z);
    for (int i = 0; i < n; i++) {
      float left = sa * (float) ((a[aOffset + i] & ma) - za);
      float right = sb * (float) ((b[bOffset + i] & mb) - zb);
      y[to + i] = Rounding.toByte((left + right) * inverse, least, greatest, z);
    }
  }

  private static void multiply(
      Params p, byte[] a, int aOffset, byte[] b, int bOffset, int n, byte[] y, int to) {
    int za = p.a().zeroPoint();
    int zb = p.b().zeroPoint();
    int ma = p.a().mask();
    int mb = p.b().mask();
    int z = p.y().zeroPoint();
    float multiplier = Affine.multiplier(p.a().scale(), p.b().scale(), p.y().scale());
    int least = Rounding.limit(p.lo(), z);
    int greatest = Rounding.limit(p.hi(), z);
    for (int i = 0; i < n; i++) {
      int product = ((a[aOffset + i] & ma) - za) * ((b[bOffset + i] & mb) - zb);
      y[to + i] = Rounding.toByte((float) product * multiplier, least, greatest, z);
    }
  }

  /** One loop for both: a product is a sum with 0. */
  private static void withScalar(Params p, byte[] a, int aOffset, int b, int n, byte[] y, int to) {
    ByteParams pb = p.b();
    int zero = p.a().zeroPoint();
    int mask = p.a().mask();
    boolean sum = p.op() == Op.ADD;
    float factor = sum ? p.a().scale() : b - pb.zeroPoint();
    float term = sum ? Affine.dequantize(b, pb.scale(), pb.zeroPoint()) : 0f;
    float last =
        sum ? 1f / p.y().scale() : Affine.multiplier(p.a().scale(), pb.scale(), p.y().scale());
    int z = p.y().zeroPoint();
    int least = Rounding.limit(p.lo(), z);
    int greatest = Rounding.limit(p.hi(), z);
    for (int i = 0; i < n; i++) {
      float left = factor * (float) ((a[aOffset + i] & mask) - zero);
      y[to + i] = Rounding.toByte((left + term) * last, least, greatest, z);
    }
  }
}
