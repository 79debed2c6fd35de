package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.LANES;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.plain.PlainQBinary;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;
import jdk.incubator.vector.FloatVector;

/** {@link QBinary} in vectors; plain Java takes the end of a run. */
final class VectorQBinary implements QBinary {
  private final QBinary ends = new PlainQBinary();

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
    if (aStep == 0 && bStep == 1) {
      apply(p.exchanged(), b, bOffset, 1, a, aOffset, 0, n, y, to);
      return;
    }
    int whole = aStep == 1 ? n - n % LANES : 0;
    if (whole > 0) {
      if (bStep == 0) {
        withScalar(p, a, aOffset, p.b().integer(b[bOffset]), whole, y, to);
      } else if (p.op() == Op.ADD) {
        add(p, a, aOffset, b, bOffset, whole, y, to);
      } else {
        multiply(p, a, aOffset, b, bOffset, whole, y, to);
      }
    }
    if (whole < n) {
      int left = aOffset + whole * aStep;
      int right = bOffset + whole * bStep;
      ends.apply(p, a, left, aStep, b, right, bStep, n - whole, y, to + whole);
    }
  }

  private static void add(
      Params p, byte[] a, int aOffset, byte[] b, int bOffset, int n, byte[] y, int to) {
    ByteParams pa = p.a();
    ByteParams pb = p.b();
    int z = p.y().zeroPoint();
    float inverse = 1f / p.y().scale();
    int least = Steps.limit(p.lo(), z);
    int greatest = Steps.limit(p.hi(), z);
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = Steps.load(a, aOffset + i, pa.mask(), pa.zeroPoint()).mul(pa.scale());
      FloatVector right = Steps.load(b, bOffset + i, pb.mask(), pb.zeroPoint()).mul(pb.scale());
      Steps.store(left.add(right).mul(inverse), least, greatest, z, y, to + i);
    }
  }

  /** Products of steps are exact in float: at most 255 times 255. */
  private static void multiply(
      Params p, byte[] a, int aOffset, byte[] b, int bOffset, int n, byte[] y, int to) {
    ByteParams pa = p.a();
    ByteParams pb = p.b();
    int z = p.y().zeroPoint();
    float multiplier = Affine.multiplier(pa.scale(), pb.scale(), p.y().scale());
    int least = Steps.limit(p.lo(), z);
    int greatest = Steps.limit(p.hi(), z);
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = Steps.load(a, aOffset + i, pa.mask(), pa.zeroPoint());
      FloatVector right = Steps.load(b, bOffset + i, pb.mask(), pb.zeroPoint());
      Steps.store(left.mul(right).mul(multiplier), least, greatest, z, y, to + i);
    }
  }

  /** One loop for both: a product is a sum with 0. */
  private static void withScalar(Params p, byte[] a, int aOffset, int b, int n, byte[] y, int to) {
    ByteParams pa = p.a();
    ByteParams pb = p.b();
    int z = p.y().zeroPoint();
    boolean sum = p.op() == Op.ADD;
    float factor = sum ? pa.scale() : b - pb.zeroPoint();
    float term = sum ? Affine.dequantize(b, pb.scale(), pb.zeroPoint()) : 0f;
    float last =
        sum ? 1f / p.y().scale() : Affine.multiplier(pa.scale(), pb.scale(), p.y().scale());
    int least = Steps.limit(p.lo(), z);
    int greatest = Steps.limit(p.hi(), z);
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = Steps.load(a, aOffset + i, pa.mask(), pa.zeroPoint()).mul(factor);
      Steps.store(left.add(term).mul(last), least, greatest, z, y, to + i);
    }
  }
}
