package dev.octet.kernel.plain;

import dev.octet.kernel.FloatBinary;
import java.util.Arrays;

/** {@link FloatBinary} as plain loops, one for each operation and place of a scalar. */
public final class PlainFloatBinary implements FloatBinary {
  /** Makes the kernel. */
  public PlainFloatBinary() {}

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
    if (n == 0) {
      return;
    }
    if (op == Op.POW) {
      pow(a, aOffset, aStep, b, bOffset, bStep, n, y, to);
    } else if (bStep == 0) {
      float right = b[bOffset];
      if (aStep == 0) {
        Arrays.fill(y, to, to + n, a[aOffset]);
      } else {
        copy(a, aOffset, n, y, to);
      }
      withScalar(op, y, to, to + n, right);
    } else if (aStep == 0) {
      float left = a[aOffset];
      copy(b, bOffset, n, y, to);
      ofScalar(op, left, y, to, to + n);
    } else {
      pairs(op, a, aOffset, b, bOffset, n, y, to);
    }
  }

  private static void copy(float[] x, int offset, int n, float[] y, int to) {
    if (x != y || offset != to) {
      System.arraycopy(x, offset, y, to, n);
    }
  }

  private static void pow(
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
      y[to + i] = (float) Math.pow(a[aOffset + i * aStep], b[bOffset + i * bStep]);
    }
  }

  private static void withScalar(Op op, float[] y, int from, int end, float right) {
    switch (op) {
      case ADD -> {
        for (int i = from; i < end; i++) {
          y[i] += right;
        }
      }
      case SUB -> {
        for (int i = from; i < end; i++) {
          y[i] -= right;
        }
      }
      case MUL -> {
        for (int i = from; i < end; i++) {
          y[i] *= right;
        }
      }
      case DIV -> {
        for (int i = from; i < end; i++) {
          y[i] /= right;
        }
      }
      case POW -> throw new AssertionError(op);
    }
  }

  private static void ofScalar(Op op, float left, float[] y, int from, int end) {
    switch (op) {
      case ADD -> withScalar(op, y, from, end, left);
      case MUL -> withScalar(op, y, from, end, left);
      case SUB -> {
        for (int i = from; i < end; i++) {
          y[i] = left - y[i];
        }
      }
      case DIV -> {
        for (int i = from; i < end; i++) {
          y[i] = left / y[i];
        }
      }
      case POW -> throw new AssertionError(op);
    }
  }

  private static void pairs(
      Op op, float[] a, int aOffset, float[] b, int bOffset, int n, float[] y, int to) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[aOffset + i] + b[bOffset + i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[aOffset + i] - b[bOffset + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[aOffset + i] * b[bOffset + i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          y[to + i] = a[aOffset + i] / b[bOffset + i];
        }
      }
      case POW -> throw new AssertionError(op);
    }
  }
}
