package dev.octet.kernel.plain;

import dev.octet.kernel.QBinary;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;

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
    switch (p.op()) {
      case ADD -> add(p, a, aOffset, aStep, b, bOffset, bStep, n, y, to);
      case MUL -> multiply(p, a, aOffset, aStep, b, bOffset, bStep, n, y, to);
    }
  }

  private static void add(
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
    ByteParams pa = p.a();
    ByteParams pb = p.b();
    int za = pa.zeroPoint();
    int zb = pb.zeroPoint();
    int ma = pa.mask();
    int mb = pb.mask();
    float sa = pa.scale();
    float sb = pb.scale();
    int z = p.y().zeroPoint();
    float inverse = 1f / p.y().scale();
    float least = p.lo() - z;
    float greatest = p.hi() - z;
    int bias = Rounding.bias(z);
    for (int i = 0; i < n; i++) {
      float left = sa * (float) ((a[aOffset + i * aStep] & ma) - za);
      float right = sb * (float) ((b[bOffset + i * bStep] & mb) - zb);
      y[to + i] = Rounding.toByte((left + right) * inverse, least, greatest, bias, z);
    }
  }

  private static void multiply(
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
    int za = p.a().zeroPoint();
    int zb = p.b().zeroPoint();
    int ma = p.a().mask();
    int mb = p.b().mask();
    int z = p.y().zeroPoint();
    float multiplier = Affine.multiplier(p.a().scale(), p.b().scale(), p.y().scale());
    float least = p.lo() - z;
    float greatest = p.hi() - z;
    int bias = Rounding.bias(z);
    for (int i = 0; i < n; i++) {
      int left = (a[aOffset + i * aStep] & ma) - za;
      int right = (b[bOffset + i * bStep] & mb) - zb;
      float steps = (float) (left * right) * multiplier;
      y[to + i] = Rounding.toByte(steps, least, greatest, bias, z);
    }
  }
}
