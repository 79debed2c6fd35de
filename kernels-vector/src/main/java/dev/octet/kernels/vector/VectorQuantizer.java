package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
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
    int whole = n - n % (2 * LANES);
    minMax[at] = Float.POSITIVE_INFINITY;
    minMax[at + 1] = Float.NEGATIVE_INFINITY;
    if (whole > 0) {
      minMaxVectors(x, offset, whole, minMax, at);
    }
    float min = minMax[at];
    float max = minMax[at + 1];
    for (int i = whole; i < n; i++) {
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

  private static void minMaxVectors(float[] x, int offset, int n, float[] minMax, int at) {
    FloatVector min0 = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY);
    FloatVector max0 = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector min1 = min0;
    FloatVector max1 = max0;
    for (int i = 0; i < n; i += 2 * LANES) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, offset + i);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, offset + i + LANES);
      min0 = Elementary.lesser(min0, v0);
      max0 = Elementary.greater(max0, v0);
      min1 = Elementary.lesser(min1, v1);
      max1 = Elementary.greater(max1, v1);
    }
    minMax[at] = Elementary.lesser(min0, min1).reduceLanes(MIN);
    minMax[at + 1] = Elementary.greater(max0, max1).reduceLanes(MAX);
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
    int whole = wholeBytes(n);
    if (whole > 0) {
      quantizeVectors(x, offset, whole, scale, zeroPoint, qmin, qmax, q, to);
    }
    ends.quantize(x, offset + whole, n - whole, scale, zeroPoint, qmin, qmax, q, to + whole);
  }

  private static void quantizeVectors(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    FloatVector inverse = FloatVector.broadcast(FLOATS, 1f / scale);
    FloatVector rounder = FloatVector.broadcast(FLOATS, Approximations.ROUNDER);
    IntVector least = IntVector.broadcast(INTS, ROUNDER_BITS + qmin - zeroPoint);
    IntVector greatest = IntVector.broadcast(INTS, ROUNDER_BITS + qmax - zeroPoint);
    for (int i = 0; i < n; i += LANES) {
      FloatVector scaled = FloatVector.fromArray(FLOATS, x, offset + i).mul(inverse);
      FloatVector sum = scaled.add(rounder).blend(rounder, scaled.compare(NE, scaled));
      IntVector integers = sum.reinterpretAsInts().max(least).min(greatest).add(zeroPoint);
      ((ByteVector) integers.convertShape(I2B, BYTES, 0)).intoArray(q, to + i);
    }
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
    int whole = wholeBytes(n);
    if (whole > 0) {
      quantizeFusedVectors(x, offset, whole, scale, zeroPoint, qmin, qmax, q, to);
    }
    ends.quantizeFused(x, offset + whole, n - whole, scale, zeroPoint, qmin, qmax, q, to + whole);
  }

  private static void quantizeFusedVectors(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    FloatVector inverse = FloatVector.broadcast(FLOATS, 1f / scale);
    FloatVector zero = FloatVector.broadcast(FLOATS, (float) zeroPoint);
    FloatVector rounder = FloatVector.broadcast(FLOATS, Approximations.ROUNDER);
    FloatVector roundedZero = FloatVector.broadcast(FLOATS, Approximations.ROUNDER + zeroPoint);
    IntVector least = IntVector.broadcast(INTS, ROUNDER_BITS + qmin);
    IntVector greatest = IntVector.broadcast(INTS, ROUNDER_BITS + qmax);
    for (int i = 0; i < n; i += LANES) {
      FloatVector shifted = FloatVector.fromArray(FLOATS, x, offset + i).fma(inverse, zero);
      FloatVector sum = shifted.add(rounder).blend(roundedZero, shifted.compare(NE, shifted));
      IntVector integers = sum.reinterpretAsInts().max(least).min(greatest);
      ((ByteVector) integers.convertShape(I2B, BYTES, 0)).intoArray(q, to + i);
    }
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
    int whole = wholeBytes(n);
    if (whole > 0 && unsigned) {
      dequantizeUnsigned(q, offset, whole, scale, zeroPoint, x, to);
    } else if (whole > 0) {
      dequantizeSigned(q, offset, whole, scale, zeroPoint, x, to);
    }
    ends.dequantize(q, offset + whole, n - whole, unsigned, scale, zeroPoint, x, to + whole);
  }

  private static void dequantizeUnsigned(
      byte[] q, int offset, int n, float scale, int zeroPoint, float[] x, int to) {
    for (int i = 0; i < n; i += LANES) {
      ByteVector.fromArray(BYTES, q, offset + i)
          .convertShape(ZERO_EXTEND_B2I, INTS, 0)
          .reinterpretAsInts()
          .sub(zeroPoint)
          .convert(I2F, 0)
          .reinterpretAsFloats()
          .mul(scale)
          .intoArray(x, to + i);
    }
  }

  private static void dequantizeSigned(
      byte[] q, int offset, int n, float scale, int zeroPoint, float[] x, int to) {
    for (int i = 0; i < n; i += LANES) {
      ByteVector.fromArray(BYTES, q, offset + i)
          .convertShape(B2I, INTS, 0)
          .reinterpretAsInts()
          .sub(zeroPoint)
          .convert(I2F, 0)
          .reinterpretAsFloats()
          .mul(scale)
          .intoArray(x, to + i);
    }
  }

  @Override
  public void expandRow(byte[] q, int offset, int n, float scale, float bias, float[] x, int to) {
    int whole = wholeBytes(n);
    if (whole > 0) {
      expandVectors(q, offset, whole, scale, bias, x, to);
    }
    ends.expandRow(q, offset + whole, n - whole, scale, bias, x, to + whole);
  }

  private static void expandVectors(
      byte[] q, int offset, int n, float scale, float bias, float[] x, int to) {
    for (int i = 0; i < n; i += LANES) {
      ByteVector.fromArray(BYTES, q, offset + i)
          .convertShape(ZERO_EXTEND_B2I, INTS, 0)
          .convert(I2F, 0)
          .reinterpretAsFloats()
          .mul(scale)
          .add(bias)
          .intoArray(x, to + i);
    }
  }

  private static int wholeBytes(int n) {
    return HAS_BYTES ? n - n % LANES : 0;
  }
}
