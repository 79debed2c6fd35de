package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static dev.octet.kernels.vector.VectorWidth.all;
import static dev.octet.kernels.vector.VectorWidth.load;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import dev.octet.kernel.Approximations;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.plain.PlainQuantizer;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Quantizer} in vectors; plain Java takes the end of a row. */
final class VectorQuantizer implements Quantizer {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  private final Quantizer ends = new PlainQuantizer();

  @Override
  public void minMax(float[] x, int offset, int n, float[] minMax, int at) {
    FloatVector min0 = all(Float.POSITIVE_INFINITY);
    FloatVector max0 = all(Float.NEGATIVE_INFINITY);
    FloatVector min1 = min0;
    FloatVector max1 = max0;
    int i = 0;
    for (; i <= n - 2 * LANES; i += 2 * LANES) {
      FloatVector v0 = load(x, offset + i);
      FloatVector v1 = load(x, offset + i + LANES);
      min0 = Elementary.lesser(min0, v0);
      max0 = Elementary.greater(max0, v0);
      min1 = Elementary.lesser(min1, v1);
      max1 = Elementary.greater(max1, v1);
    }
    float min = Elementary.lesser(min0, min1).reduceLanes(MIN);
    float max = Elementary.greater(max0, max1).reduceLanes(MAX);
    for (; i < n; i++) {
      float v = x[offset + i];
      min = v < min ? v : min;
      max = v > max ? v : max;
    }
    // NaN never wins a comparison, but an infinity may have.
    if (min == Float.NEGATIVE_INFINITY || max == Float.POSITIVE_INFINITY) {
      ends.minMax(x, offset, n, minMax, at);
    } else {
      minMax[at] = min;
      minMax[at + 1] = max;
    }
  }

  /**
   * The product plus {@code ROUNDER} is rounded half to even and has the integer in its low bits.
   * Read as integers, such sums keep the order of floats, infinities and all, so that they are
   * clamped by the integer instructions; NaN alone has no place in that order.
   */
  @Override
  public void quantize(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    FloatVector inverse = all(1f / scale);
    FloatVector rounder = all(Approximations.ROUNDER);
    IntVector least = all(ROUNDER_BITS + qmin - zeroPoint);
    IntVector greatest = all(ROUNDER_BITS + qmax - zeroPoint);
    int i = 0;
    for (; HAS_BYTES && i <= n - LANES; i += LANES) {
      FloatVector scaled = load(x, offset + i).mul(inverse);
      FloatVector sum = scaled.add(rounder).blend(rounder, scaled.compare(NE, scaled));
      IntVector integers = sum.reinterpretAsInts().max(least).min(greatest).add(zeroPoint);
      ((ByteVector) integers.convertShape(I2B, BYTES, 0)).intoArray(q, to + i);
    }
    ends.quantize(x, offset + i, n - i, scale, zeroPoint, qmin, qmax, q, to + i);
  }

  /** As {@link #quantize}, with the zero point in the sum before it is rounded. */
  @Override
  public void quantizeFused(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    FloatVector inverse = all(1f / scale);
    FloatVector zero = all((float) zeroPoint);
    FloatVector rounder = all(Approximations.ROUNDER);
    FloatVector roundedZero = all(Approximations.ROUNDER + zeroPoint);
    IntVector least = all(ROUNDER_BITS + qmin);
    IntVector greatest = all(ROUNDER_BITS + qmax);
    int i = 0;
    for (; HAS_BYTES && i <= n - LANES; i += LANES) {
      FloatVector shifted = load(x, offset + i).fma(inverse, zero);
      FloatVector sum = shifted.add(rounder).blend(roundedZero, shifted.compare(NE, shifted));
      IntVector integers = sum.reinterpretAsInts().max(least).min(greatest);
      ((ByteVector) integers.convertShape(I2B, BYTES, 0)).intoArray(q, to + i);
    }
    ends.quantizeFused(x, offset + i, n - i, scale, zeroPoint, qmin, qmax, q, to + i);
  }

  @Override
  public void dequantize(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      float scale,
      int zeroPoint,
      float[] x,
      int to) {
    int i = 0;
    if (unsigned) {
      for (; HAS_BYTES && i <= n - LANES; i += LANES) {
        toFloats(zeroExtended(q, offset + i).sub(zeroPoint)).mul(scale).intoArray(x, to + i);
      }
    } else {
      for (; HAS_BYTES && i <= n - LANES; i += LANES) {
        toFloats(signExtended(q, offset + i).sub(zeroPoint)).mul(scale).intoArray(x, to + i);
      }
    }
    ends.dequantize(q, offset + i, n - i, unsigned, scale, zeroPoint, x, to + i);
  }

  @Override
  public void expandRow(byte[] q, int offset, int n, float scale, float bias, float[] x, int to) {
    int i = 0;
    for (; HAS_BYTES && i <= n - LANES; i += LANES) {
      toFloats(zeroExtended(q, offset + i)).mul(scale).add(bias).intoArray(x, to + i);
    }
    ends.expandRow(q, offset + i, n - i, scale, bias, x, to + i);
  }

  private static IntVector zeroExtended(byte[] q, int at) {
    return (IntVector) load(q, at).convertShape(ZERO_EXTEND_B2I, INTS, 0);
  }

  private static IntVector signExtended(byte[] q, int at) {
    return (IntVector) load(q, at).convertShape(B2I, INTS, 0);
  }

  private static FloatVector toFloats(IntVector x) {
    return (FloatVector) x.convert(I2F, 0);
  }
}
