package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.LANES;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.plain.PlainFloatUnary;
import jdk.incubator.vector.FloatVector;

/**
 * {@link FloatUnary} in vectors, one loop for each function: C2 needs to see the function. Plain
 * Java takes the end of a row and gives the bits that a vector would.
 */
final class VectorFloatUnary implements FloatUnary {
  private final FloatUnary ends = new PlainFloatUnary();

  @Override
  public void apply(Op op, float[] x, int offset, int n, float[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0) {
      switch (op) {
        case NEG -> neg(x, offset, whole, y, to);
        case ABS -> abs(x, offset, whole, y, to);
        case RELU -> relu(x, offset, whole, y, to);
        case SQRT -> sqrt(x, offset, whole, y, to);
        case RECIPROCAL -> reciprocal(x, offset, whole, y, to);
        case EXP -> exp(x, offset, whole, y, to);
        case TANH -> tanh(x, offset, whole, y, to);
        case SIGMOID -> sigmoid(x, offset, whole, y, to);
        case ERF -> erf(x, offset, whole, y, to);
        case GELU -> gelu(x, offset, whole, y, to);
      }
    }
    if (whole < n) {
      ends.apply(op, x, offset + whole, n - whole, y, to + whole);
    }
  }

  private static void neg(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(FLOATS, x, offset + i).neg().intoArray(y, to + i);
    }
  }

  private static void abs(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(FLOATS, x, offset + i).abs().intoArray(y, to + i);
    }
  }

  private static void relu(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      Elementary.positive(FloatVector.fromArray(FLOATS, x, offset + i)).intoArray(y, to + i);
    }
  }

  private static void sqrt(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(FLOATS, x, offset + i).sqrt().intoArray(y, to + i);
    }
  }

  private static void reciprocal(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.broadcast(FLOATS, 1f)
          .div(FloatVector.fromArray(FLOATS, x, offset + i))
          .intoArray(y, to + i);
    }
  }

  private static void exp(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      Elementary.exp(FloatVector.fromArray(FLOATS, x, offset + i)).intoArray(y, to + i);
    }
  }

  private static void tanh(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      Elementary.tanh(FloatVector.fromArray(FLOATS, x, offset + i)).intoArray(y, to + i);
    }
  }

  private static void sigmoid(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      Elementary.sigmoid(FloatVector.fromArray(FLOATS, x, offset + i)).intoArray(y, to + i);
    }
  }

  private static void erf(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      Elementary.erf(FloatVector.fromArray(FLOATS, x, offset + i)).intoArray(y, to + i);
    }
  }

  private static void gelu(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      Elementary.gelu(FloatVector.fromArray(FLOATS, x, offset + i)).intoArray(y, to + i);
    }
  }
}
