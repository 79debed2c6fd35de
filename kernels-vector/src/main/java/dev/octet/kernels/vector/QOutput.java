package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.octet.kernel.Approximations;
import dev.octet.kernel.QStage;
import dev.octet.kernel.panel.OutputStage;
import dev.octet.numerics.Affine;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * {@link OutputStage} in vectors.
 *
 * <p>A float plus {@code ROUNDER} is rounded half to even and has the integer in its low bits. Read
 * as integers, such sums keep the order of floats, infinities and all, so that they are clamped by
 * the integer instructions, one each, where C2's float minimum takes three for the sake of NaN and
 * of the sign of zero; NaN alone has no place in that order.
 */
final class QOutput implements OutputStage {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  @Override
  public void subtract(int[] acc, int at, int n, int[] factors, int from, int factor) {
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      IntVector product = IntVector.fromArray(INTS, factors, from + j).mul(factor);
      IntVector.fromArray(INTS, acc, at + j).sub(product).intoArray(acc, at + j);
    }
    for (; j < n; j++) {
      acc[at + j] -= factor * factors[from + j];
    }
  }

  @Override
  public void requantize(int[] acc, int at, int n, QStage.Requantize s, int row, int column) {
    float[] bias = s.bias();
    float[] multipliers = s.multipliers();
    boolean one = multipliers.length == 1;
    FloatVector multiplier = VectorWidth.all(multipliers[0]);
    IntVector least = VectorWidth.all(ROUNDER_BITS + s.lo() - s.zeroPoint());
    IntVector greatest = VectorWidth.all(ROUNDER_BITS + s.hi() - s.zeroPoint());
    int fromBits = s.zeroPoint() - ROUNDER_BITS;
    int to = s.offset() + row * s.rowStride() + column;
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      FloatVector f = floats(acc, at + j);
      f = bias == null ? f : f.add(VectorWidth.load(bias, column + j));
      f = f.mul(one ? multiplier : VectorWidth.load(multipliers, column + j));
      store(rounded(f, least, greatest).add(fromBits), s.c(), to + j, acc, at + j);
    }
    narrow(acc, at, j, s.c(), to);
    for (; j < n; j++) {
      float b = bias == null ? 0f : bias[column + j];
      float m = multipliers[one ? 0 : column + j];
      s.c()[to + j] = (byte) Affine.requantize(acc[at + j], b, m, s.zeroPoint(), s.lo(), s.hi());
    }
  }

  @Override
  public void requantizeAdd(int[] acc, int at, int n, QStage.RequantizeAdd s, int row, int column) {
    float[] bias = s.bias();
    float[] scales = s.scales();
    boolean one = scales.length == 1;
    FloatVector scale = VectorWidth.all(scales[0]);
    IntVector least = VectorWidth.all(ROUNDER_BITS + s.lo() - s.zeroPoint());
    IntVector greatest = VectorWidth.all(ROUNDER_BITS + s.hi() - s.zeroPoint());
    int fromBits = s.zeroPoint() - ROUNDER_BITS;
    int mask = s.addendUnsigned() ? 0xff : -1;
    int from = s.addendOffset() + row * s.addendStride() + column;
    int to = s.offset() + row * s.rowStride() + column;
    int j = 0;
    for (; HAS_BYTES && j <= n - LANES; j += LANES) {
      FloatVector f = floats(acc, at + j);
      f = bias == null ? f : f.add(VectorWidth.load(bias, column + j));
      f = f.mul(one ? scale : VectorWidth.load(scales, column + j));
      IntVector q =
          ((IntVector) VectorWidth.load(s.addend(), from + j).convertShape(B2I, INTS, 0))
              .and(mask)
              .sub(s.addendZeroPoint());
      f = f.add(((FloatVector) q.convert(I2F, 0)).mul(s.addendScale()));
      f = f.mul(s.inverseScale());
      store(rounded(f, least, greatest).add(fromBits), s.c(), to + j, acc, at + j);
    }
    for (; j < n; j++) {
      float b = bias == null ? 0f : bias[column + j];
      float w = scales[one ? 0 : column + j];
      s.c()[to + j] =
          (byte)
              Affine.requantizeAdd(
                  acc[at + j],
                  b,
                  w,
                  s.addend()[from + j] & mask,
                  s.addendZeroPoint(),
                  s.addendScale(),
                  s.inverseScale(),
                  s.zeroPoint(),
                  s.lo(),
                  s.hi());
    }
  }

  @Override
  public void dequantize(int[] acc, int at, int n, QStage.Dequantize s, int row, int column) {
    float[] bias = s.bias();
    float[] weightScales = s.weightScales();
    boolean one = weightScales.length == 1;
    float inputScale = s.inputScale(row);
    FloatVector scale = VectorWidth.all(inputScale * weightScales[0]);
    FloatVector zero = VectorWidth.all(0f);
    int to = s.offset() + row * s.rowStride() + column;
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      FloatVector m = one ? scale : VectorWidth.load(weightScales, column + j).mul(inputScale);
      FloatVector f = floats(acc, at + j).mul(m);
      f = f.add(bias == null ? zero : VectorWidth.load(bias, column + j));
      if (s.relu()) {
        f = f.blend(0f, f.compare(LE, 0f));
      }
      f.intoArray(s.c(), to + j);
    }
    for (; j < n; j++) {
      float b = bias == null ? 0f : bias[column + j];
      float w = weightScales[one ? 0 : column + j];
      float real = Affine.toReal(acc[at + j], inputScale, w, b);
      s.c()[to + j] = s.relu() ? Math.max(real, 0f) : real;
    }
  }

  private static FloatVector floats(int[] acc, int at) {
    return (FloatVector) IntVector.fromArray(INTS, acc, at).convert(I2F, 0);
  }

  /** Rounded and clamped, in the low bits; NaN gives 0, clamped. */
  private static IntVector rounded(FloatVector f, IntVector least, IntVector greatest) {
    FloatVector sum = f.add(Approximations.ROUNDER);
    sum = sum.blend(Approximations.ROUNDER, sum.compare(NE, sum));
    return sum.reinterpretAsInts().max(least).min(greatest);
  }

  /** Bytes to their place, or, where there is no vector of so few, ints back to theirs. */
  private static void store(IntVector q, byte[] c, int to, int[] acc, int at) {
    if (HAS_BYTES) {
      ((ByteVector) q.convertShape(I2B, BYTES, 0)).intoArray(c, to);
    } else {
      q.intoArray(acc, at);
    }
  }

  private static void narrow(int[] q, int at, int n, byte[] c, int to) {
    for (int j = 0; !HAS_BYTES && j < n; j++) {
      c[to + j] = (byte) q[at + j];
    }
  }
}
