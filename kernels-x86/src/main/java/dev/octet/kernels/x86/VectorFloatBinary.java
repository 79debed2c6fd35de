package dev.octet.kernels.x86;

import static dev.octet.kernels.x86.VectorWidth.LANES;
import static dev.octet.kernels.x86.VectorWidth.all;
import static dev.octet.kernels.x86.VectorWidth.load;
import static dev.octet.kernels.x86.VectorWidth.store;

import dev.octet.kernel.FloatBinary;
import jdk.incubator.vector.FloatVector;

/**
 * {@link FloatBinary} in vectors, one loop for each operation: C2 needs to see it. A scalar operand
 * is broadcast in the loop, which costs what a load does.
 */
final class VectorFloatBinary implements FloatBinary {
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
    switch (op) {
      case ADD -> add(a, aOffset, aStep, b, bOffset, bStep, n, y, to);
      case SUB -> sub(a, aOffset, aStep, b, bOffset, bStep, n, y, to);
      case MUL -> mul(a, aOffset, aStep, b, bOffset, bStep, n, y, to);
      case DIV -> div(a, aOffset, aStep, b, bOffset, bStep, n, y, to);
      case POW -> pow(a, aOffset, aStep, b, bOffset, bStep, n, y, to);
    }
  }

  private static FloatVector operand(float[] x, int offset, int step, int i, int left) {
    return step == 0 ? all(x[offset]) : load(x, offset + i, left);
  }

  private static void add(
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int n,
      float[] y,
      int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = operand(a, aOffset, aStep, i, n - i);
      FloatVector right = operand(b, bOffset, bStep, i, n - i);
      store(left.add(right), y, to + i, n - i);
    }
  }

  private static void sub(
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int n,
      float[] y,
      int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = operand(a, aOffset, aStep, i, n - i);
      FloatVector right = operand(b, bOffset, bStep, i, n - i);
      store(left.sub(right), y, to + i, n - i);
    }
  }

  private static void mul(
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int n,
      float[] y,
      int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = operand(a, aOffset, aStep, i, n - i);
      FloatVector right = operand(b, bOffset, bStep, i, n - i);
      store(left.mul(right), y, to + i, n - i);
    }
  }

  private static void div(
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int n,
      float[] y,
      int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = operand(a, aOffset, aStep, i, n - i);
      FloatVector right = operand(b, bOffset, bStep, i, n - i);
      store(left.div(right), y, to + i, n - i);
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
    if (bStep == 0 && n > 0 && b[bOffset] == 2f) {
      mul(a, aOffset, aStep, a, aOffset, aStep, n, y, to);
      return;
    }
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) Math.pow(a[aOffset + i * aStep], b[bOffset + i * bStep]);
    }
  }
}
