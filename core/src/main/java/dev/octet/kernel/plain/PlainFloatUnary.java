package dev.octet.kernel.plain;

import dev.octet.kernel.FloatUnary;

/**
 * {@link FloatUnary} as plain loops. They run in place, after a copy: C2 25 makes vector code of a
 * loop over one array, but not of one where a store to the second could change the first.
 */
public final class PlainFloatUnary implements FloatUnary {
  /** Makes the kernel. */
  public PlainFloatUnary() {}

  @Override
  public void apply(Op op, float[] x, int offset, int n, float[] y, int to) {
    if (x != y || offset != to) {
      System.arraycopy(x, offset, y, to, n);
    }
    int end = to + n;
    switch (op) {
      case NEG -> neg(y, to, end);
      case ABS -> abs(y, to, end);
      case RELU -> relu(y, to, end);
      case SQRT -> sqrt(y, to, end);
      case RECIPROCAL -> reciprocal(y, to, end);
      case EXP -> exp(y, to, end);
      case TANH -> tanh(y, to, end);
      case SIGMOID -> sigmoid(y, to, end);
      case ERF -> erf(y, to, end);
      case GELU -> gelu(y, to, end);
    }
  }

  private static void neg(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = -y[i];
    }
  }

  private static void abs(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = Math.abs(y[i]);
    }
  }

  private static void relu(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = Math.max(y[i], 0f);
    }
  }

  private static void sqrt(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = (float) Math.sqrt(y[i]);
    }
  }

  private static void reciprocal(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = 1f / y[i];
    }
  }

  private static void exp(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = FloatFunctions.exp(y[i]);
    }
  }

  private static void tanh(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = FloatFunctions.tanh(y[i]);
    }
  }

  private static void sigmoid(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = FloatFunctions.sigmoid(y[i]);
    }
  }

  private static void erf(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = FloatFunctions.erf(y[i]);
    }
  }

  private static void gelu(float[] y, int from, int end) {
    for (int i = from; i < end; i++) {
      y[i] = FloatFunctions.gelu(y[i]);
    }
  }
}
