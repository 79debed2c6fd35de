package dev.octet.kernels.x86;

import dev.octet.kernel.QStage;
import dev.octet.kernel.panel.OutputStage;
import dev.octet.kernel.plain.PlainOutputStage;
import dev.octet.numerics.Affine;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link OutputStage} in 256-bit vectors. Limits are compare and blend: C2's min and max take three
 * times as many instructions for the sake of NaN and of the sign of zero.
 */
final class QOutput256 implements OutputStage {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_256;
  private static final VectorSpecies<Byte> B = ByteVector.SPECIES_64;
  private static final int LANES = 8;

  /**
   * 1.5 * 2^23: added to a small float it leaves its integer, rounded half to even, in the bits.
   */
  private static final float MAGIC = 0x1.8p23f;

  @Override
  public void subtract(int[] acc, int at, int n, int[] factors, int from, int factor) {
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      IntVector product = IntVector.fromArray(I, factors, from + j).mul(factor);
      IntVector.fromArray(I, acc, at + j).sub(product).intoArray(acc, at + j);
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
    FloatVector multiplier = FloatVector.broadcast(F, multipliers[0]);
    FloatVector lo = FloatVector.broadcast(F, (float) (s.lo() - s.zeroPoint()));
    FloatVector hi = FloatVector.broadcast(F, (float) (s.hi() - s.zeroPoint()));
    int fromBits = s.zeroPoint() - Float.floatToRawIntBits(MAGIC);
    int to = s.offset() + row * s.rowStride() + column;
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      FloatVector f = floats(acc, at + j);
      f = bias == null ? f : f.add(FloatVector.fromArray(F, bias, column + j));
      f = f.mul(one ? multiplier : FloatVector.fromArray(F, multipliers, column + j));
      f = f.blend(0f, f.test(VectorOperators.IS_NAN));
      f = f.blend(lo, f.lt(lo));
      f = f.blend(hi, hi.lt(f));
      store(f.add(MAGIC).reinterpretAsInts().add(fromBits), s.c(), to + j);
    }
    for (; j < n; j++) {
      float b = bias == null ? 0f : bias[column + j];
      float m = multipliers[one ? 0 : column + j];
      s.c()[to + j] = (byte) Affine.requantize(acc[at + j], b, m, s.zeroPoint(), s.lo(), s.hi());
    }
  }

  @Override
  public void requantizeAdd(int[] acc, int at, int n, QStage.RequantizeAdd s, int row, int column) {
    new PlainOutputStage().requantizeAdd(acc, at, n, s, row, column);
  }

  @Override
  public void dequantize(int[] acc, int at, int n, QStage.Dequantize s, int row, int column) {
    float[] bias = s.bias();
    float[] weightScales = s.weightScales();
    boolean one = weightScales.length == 1;
    float inputScale = s.inputScale(row);
    FloatVector scale = FloatVector.broadcast(F, inputScale * weightScales[0]);
    FloatVector zero = FloatVector.zero(F);
    int to = s.offset() + row * s.rowStride() + column;
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      FloatVector m =
          one ? scale : FloatVector.fromArray(F, weightScales, column + j).mul(inputScale);
      FloatVector f = floats(acc, at + j).mul(m);
      f = f.add(bias == null ? zero : FloatVector.fromArray(F, bias, column + j));
      if (s.relu()) {
        f = f.blend(0f, f.compare(VectorOperators.LE, 0f));
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
    return (FloatVector) IntVector.fromArray(I, acc, at).convertShape(VectorOperators.I2F, F, 0);
  }

  private static void store(IntVector q, byte[] c, int at) {
    ((ByteVector) q.convertShape(VectorOperators.I2B, B, 0)).intoArray(c, at);
  }
}
