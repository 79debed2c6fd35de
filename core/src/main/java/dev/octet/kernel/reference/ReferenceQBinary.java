package dev.octet.kernel.reference;

import dev.octet.kernel.QBinary;
import dev.octet.numerics.Affine;

/** {@link QBinary}, one pair at a time. */
public final class ReferenceQBinary implements QBinary {
  /** Makes the kernel. */
  public ReferenceQBinary() {}

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
    for (int i = 0; i < n; i++) {
      int left = p.a().integer(a[aOffset + i * aStep]);
      int right = p.b().integer(b[bOffset + i * bStep]);
      y[to + i] =
          (byte)
              switch (p.op()) {
                case ADD -> Affine.add(left, p.a(), right, p.b(), p.y(), p.lo(), p.hi());
                case MUL -> Affine.multiply(left, p.a(), right, p.b(), p.y(), p.lo(), p.hi());
              };
    }
  }
}
