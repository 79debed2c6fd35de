package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import dev.octet.kernel.Approximations;
import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.plain.PlainResampleRows;
import dev.octet.kernel.plain.ResampleRows;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * {@link ResampleRows} in vectors. Where a result is not an input too, the last vector ends with
 * the pixel or row and overlaps the one before; what is shorter than a vector is left to plain
 * Java. No vector leaves its method, and none meets a scalar: see {@link VectorPoolTaps}.
 */
final class VectorResampleRows implements ResampleRows {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  private final ResampleRows plain = new PlainResampleRows();

  @Override
  public void across(byte[] x, int at, boolean unsigned, LinearTaps taps, int channels, float[] y) {
    if (!HAS_BYTES || channels < LANES) {
      plain.across(x, at, unsigned, taps, channels, y);
      return;
    }
    for (int o = 0; o < taps.out(); o++) {
      int a = at + taps.lower()[o] * channels;
      int b = at + taps.upper()[o] * channels;
      float u = taps.weight()[o];
      if (unsigned) {
        pixelUnsigned(x, a, b, u, channels, y, o * channels);
      } else {
        pixel(x, a, b, u, channels, y, o * channels);
      }
    }
  }

  private static void pixel(byte[] x, int a, int b, float u, int channels, float[] y, int to) {
    FloatVector lower = FloatVector.broadcast(FLOATS, 1f - u);
    FloatVector upper = FloatVector.broadcast(FLOATS, u);
    for (int c = 0; c < channels; c += LANES) {
      int from = Math.min(c, channels - LANES);
      FloatVector left =
          ByteVector.fromArray(BYTES, x, a + from)
              .convertShape(B2I, INTS, 0)
              .convert(I2F, 0)
              .reinterpretAsFloats();
      FloatVector right =
          ByteVector.fromArray(BYTES, x, b + from)
              .convertShape(B2I, INTS, 0)
              .convert(I2F, 0)
              .reinterpretAsFloats();
      left.mul(lower).add(right.mul(upper)).intoArray(y, to + from);
    }
  }

  private static void pixelUnsigned(
      byte[] x, int a, int b, float u, int channels, float[] y, int to) {
    FloatVector lower = FloatVector.broadcast(FLOATS, 1f - u);
    FloatVector upper = FloatVector.broadcast(FLOATS, u);
    for (int c = 0; c < channels; c += LANES) {
      int from = Math.min(c, channels - LANES);
      FloatVector left =
          ByteVector.fromArray(BYTES, x, a + from)
              .convertShape(ZERO_EXTEND_B2I, INTS, 0)
              .convert(I2F, 0)
              .reinterpretAsFloats();
      FloatVector right =
          ByteVector.fromArray(BYTES, x, b + from)
              .convertShape(ZERO_EXTEND_B2I, INTS, 0)
              .convert(I2F, 0)
              .reinterpretAsFloats();
      left.mul(lower).add(right.mul(upper)).intoArray(y, to + from);
    }
  }

  @Override
  public void across(float[] x, int at, LinearTaps taps, int channels, float[] y) {
    if (channels < LANES) {
      plain.across(x, at, taps, channels, y);
      return;
    }
    for (int o = 0; o < taps.out(); o++) {
      int a = at + taps.lower()[o] * channels;
      int b = at + taps.upper()[o] * channels;
      pixel(x, a, b, taps.weight()[o], channels, y, o * channels);
    }
  }

  private static void pixel(float[] x, int a, int b, float u, int channels, float[] y, int to) {
    FloatVector lower = FloatVector.broadcast(FLOATS, 1f - u);
    FloatVector upper = FloatVector.broadcast(FLOATS, u);
    for (int c = 0; c < channels; c += LANES) {
      int from = Math.min(c, channels - LANES);
      FloatVector left = FloatVector.fromArray(FLOATS, x, a + from);
      FloatVector right = FloatVector.fromArray(FLOATS, x, b + from);
      left.mul(lower).add(right.mul(upper)).intoArray(y, to + from);
    }
  }

  @Override
  public void widen(byte[] x, int at, boolean unsigned, int n, float[] y) {
    if (!HAS_BYTES || n < LANES) {
      plain.widen(x, at, unsigned, n, y);
    } else if (unsigned) {
      widenUnsigned(x, at, n, y);
    } else {
      widenSigned(x, at, n, y);
    }
  }

  private static void widenSigned(byte[] x, int at, int n, float[] y) {
    for (int i = 0; i < n; i += LANES) {
      int from = Math.min(i, n - LANES);
      ByteVector.fromArray(BYTES, x, at + from)
          .convertShape(B2I, INTS, 0)
          .convert(I2F, 0)
          .reinterpretAsFloats()
          .intoArray(y, from);
    }
  }

  private static void widenUnsigned(byte[] x, int at, int n, float[] y) {
    for (int i = 0; i < n; i += LANES) {
      int from = Math.min(i, n - LANES);
      ByteVector.fromArray(BYTES, x, at + from)
          .convertShape(ZERO_EXTEND_B2I, INTS, 0)
          .convert(I2F, 0)
          .reinterpretAsFloats()
          .intoArray(y, from);
    }
  }

  /** The result may be {@code a}, so nothing is done twice here. */
  @Override
  public void between(float[] a, float[] b, float weight, int n, float[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0) {
      betweenVectors(a, b, weight, whole, y, to);
    }
    float v = 1f - weight;
    for (int i = whole; i < n; i++) {
      y[to + i] = v * a[i] + weight * b[i];
    }
  }

  private static void betweenVectors(float[] a, float[] b, float weight, int n, float[] y, int to) {
    FloatVector lower = FloatVector.broadcast(FLOATS, 1f - weight);
    FloatVector upper = FloatVector.broadcast(FLOATS, weight);
    for (int i = 0; i < n; i += LANES) {
      FloatVector left = FloatVector.fromArray(FLOATS, a, i);
      FloatVector right = FloatVector.fromArray(FLOATS, b, i);
      left.mul(lower).add(right.mul(upper)).intoArray(y, to + i);
    }
  }

  @Override
  public void round(float[] r, int n, int zeroPoint, byte[] y, int to) {
    if (!HAS_BYTES || n < LANES) {
      plain.round(r, n, zeroPoint, y, to);
    } else {
      roundVectors(r, n, zeroPoint, y, to);
    }
  }

  private static void roundVectors(float[] r, int n, int zeroPoint, byte[] y, int to) {
    FloatVector zero = FloatVector.broadcast(FLOATS, (float) zeroPoint);
    FloatVector rounder = FloatVector.broadcast(FLOATS, Approximations.ROUNDER);
    IntVector back = IntVector.broadcast(INTS, zeroPoint - ROUNDER_BITS);
    for (int i = 0; i < n; i += LANES) {
      int from = Math.min(i, n - LANES);
      FloatVector.fromArray(FLOATS, r, from)
          .sub(zero)
          .add(rounder)
          .reinterpretAsInts()
          .add(back)
          .convertShape(I2B, BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(y, to + from);
    }
  }
}
