package dev.octet.kernel.reference;

import dev.octet.kernel.FloatBinary;

/** {@link FloatBinary}, one pair at a time. */
public final class ReferenceFloatBinary implements FloatBinary {
  /** Makes the kernel. */
  public ReferenceFloatBinary() {}

  @Override
  public void apply(
      Op op,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int n,
      float[] y,
      int to) {
    for (int i = 0; i < n; i++) {
      float left = a[aOffset + i * aStep];
      float right = b[bOffset + i * bStep];
      y[to + i] =
          switch (op) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case DIV -> left / right;
            case POW -> (float) Math.pow(left, right);
          };
    }
  }
}
