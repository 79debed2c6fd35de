package dev.octet.kernels.x86;

import static dev.octet.kernels.x86.VectorWidth.LANES;
import static dev.octet.kernels.x86.VectorWidth.all;
import static dev.octet.kernels.x86.VectorWidth.load;
import static dev.octet.kernels.x86.VectorWidth.store;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.octet.kernel.FloatUnary;
import jdk.incubator.vector.FloatVector;

/**
 * {@link FloatUnary} in vectors, one loop for each function: C2 needs to see the function. The end
 * of a row goes through the same code, so that a result depends on its argument only, not on its
 * place.
 */
final class VectorFloatUnary implements FloatUnary {
  @Override
  public void apply(Op op, float[] x, int offset, int n, float[] y, int to) {
    switch (op) {
      case NEG -> neg(x, offset, n, y, to);
      case ABS -> abs(x, offset, n, y, to);
      case RELU -> relu(x, offset, n, y, to);
      case SQRT -> sqrt(x, offset, n, y, to);
      case RECIPROCAL -> reciprocal(x, offset, n, y, to);
      case EXP -> exp(x, offset, n, y, to);
      case TANH -> tanh(x, offset, n, y, to);
      case SIGMOID -> sigmoid(x, offset, n, y, to);
      case ERF -> erf(x, offset, n, y, to);
      case GELU -> gelu(x, offset, n, y, to);
    }
  }

  private static void neg(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(load(x, offset + i, n - i).neg(), y, to + i, n - i);
    }
  }

  private static void abs(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(load(x, offset + i, n - i).abs(), y, to + i, n - i);
    }
  }

  private static void relu(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(positive(load(x, offset + i, n - i)), y, to + i, n - i);
    }
  }

  private static void sqrt(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(load(x, offset + i, n - i).sqrt(), y, to + i, n - i);
    }
  }

  private static void reciprocal(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(all(1f).div(load(x, offset + i, n - i)), y, to + i, n - i);
    }
  }

  private static void exp(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(Elementary.exp(load(x, offset + i, n - i)), y, to + i, n - i);
    }
  }

  private static void tanh(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(Elementary.tanh(load(x, offset + i, n - i)), y, to + i, n - i);
    }
  }

  private static void sigmoid(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(Elementary.sigmoid(load(x, offset + i, n - i)), y, to + i, n - i);
    }
  }

  private static void erf(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(Elementary.erf(load(x, offset + i, n - i)), y, to + i, n - i);
    }
  }

  private static void gelu(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      store(Elementary.gelu(load(x, offset + i, n - i)), y, to + i, n - i);
    }
  }

  /** {@code max} would spend more on NaN than on this. */
  private static FloatVector positive(FloatVector x) {
    return x.blend(0f, x.compare(LT, 0f));
  }
}
