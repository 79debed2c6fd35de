package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.LANES;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.plain.PlainFloatBinary;
import jdk.incubator.vector.FloatVector;

/**
 * {@link FloatBinary} in vectors where both operands are rows. The rest is left to plain Java: C2
 * makes vector code of its loops with a scalar, and powers are taken one by one anyway.
 */
final class VectorFloatBinary implements FloatBinary {
  private final FloatBinary plain = new PlainFloatBinary();

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
    int whole = op == Op.POW || aStep == 0 || bStep == 0 ? 0 : n - n % LANES;
    if (whole > 0) {
      switch (op) {
        case ADD -> add(a, aOffset, b, bOffset, whole, y, to);
        case SUB -> sub(a, aOffset, b, bOffset, whole, y, to);
        case MUL -> mul(a, aOffset, b, bOffset, whole, y, to);
        case DIV -> div(a, aOffset, b, bOffset, whole, y, to);
        case POW -> {}
      }
    }
    if (whole < n) {
      plain.apply(
          op, a, aOffset + whole, aStep, b, bOffset + whole, bStep, n - whole, y, to + whole);
    }
  }

  private static void add(
      float[] a, int aOffset, float[] b, int bOffset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = FloatVector.fromArray(FLOATS, a, aOffset + i);
      FloatVector right = FloatVector.fromArray(FLOATS, b, bOffset + i);
      left.add(right).intoArray(y, to + i);
    }
  }

  private static void sub(
      float[] a, int aOffset, float[] b, int bOffset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = FloatVector.fromArray(FLOATS, a, aOffset + i);
      FloatVector right = FloatVector.fromArray(FLOATS, b, bOffset + i);
      left.sub(right).intoArray(y, to + i);
    }
  }

  private static void mul(
      float[] a, int aOffset, float[] b, int bOffset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = FloatVector.fromArray(FLOATS, a, aOffset + i);
      FloatVector right = FloatVector.fromArray(FLOATS, b, bOffset + i);
      left.mul(right).intoArray(y, to + i);
    }
  }

  private static void div(
      float[] a, int aOffset, float[] b, int bOffset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = FloatVector.fromArray(FLOATS, a, aOffset + i);
      FloatVector right = FloatVector.fromArray(FLOATS, b, bOffset + i);
      left.div(right).intoArray(y, to + i);
    }
  }
}
