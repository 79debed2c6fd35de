package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.octet.kernel.QStage;
import dev.octet.kernel.panel.OutputStage;
import dev.octet.kernel.plain.PlainOutputStage;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * {@link OutputStage} in vectors, a column of them at a time, so that what belongs to a column is
 * loaded once for all rows of a tile. {@link Steps#store} rounds and clamps.
 */
final class QOutput implements OutputStage {
  private static final OutputStage ENDS = new PlainOutputStage();

  /** A bias that is not there: adding it changes no float but the sign of zero. */
  private static final float[] NONE = new float[LANES];

  @Override
  public void subtract(int[] acc, int at, int n, int[] factors, int from, int factor) {
    int whole = n - n % LANES;
    for (int j = 0; j < whole; j += LANES) {
      IntVector product = IntVector.fromArray(INTS, factors, from + j).mul(factor);
      IntVector.fromArray(INTS, acc, at + j).sub(product).intoArray(acc, at + j);
    }
    if (whole < n) {
      ENDS.subtract(acc, at + whole, n - whole, factors, from + whole, factor);
    }
  }

  @Override
  public void requantize(
      float[] acc, int at, int stride, int rows, int n, QStage.Requantize s, int row, int column) {
    int whole = n - n % LANES;
    int to = s.offset() + row * s.rowStride() + column;
    for (int j = 0; j < whole; j += LANES) {
      requantizeColumn(acc, at + j, stride, rows, s, column + j, to + j);
    }
    if (whole < n) {
      ENDS.requantize(acc, at + whole, stride, rows, n - whole, s, row, column + whole);
    }
  }

  private static void requantizeColumn(
      float[] acc, int at, int stride, int rows, QStage.Requantize s, int column, int to) {
    FloatVector bias = bias(s.bias(), column);
    FloatVector multiplier = scale(s.multipliers(), column);
    int least = Steps.limit(s.lo(), s.zeroPoint());
    int greatest = Steps.limit(s.hi(), s.zeroPoint());
    for (int r = 0; r < rows; r++) {
      FloatVector f = FloatVector.fromArray(FLOATS, acc, at + r * stride);
      f = f.add(bias).mul(multiplier);
      Steps.store(f, least, greatest, s.zeroPoint(), s.c(), to + r * s.rowStride());
    }
  }

  @Override
  public void requantizeAdd(
      float[] acc,
      int at,
      int stride,
      int rows,
      int n,
      QStage.RequantizeAdd s,
      int row,
      int column) {
    int whole = n - n % LANES;
    int from = s.addendOffset() + row * s.addendStride() + column;
    int to = s.offset() + row * s.rowStride() + column;
    for (int j = 0; j < whole; j += LANES) {
      requantizeAddColumn(acc, at + j, stride, rows, s, column + j, from + j, to + j);
    }
    if (whole < n) {
      ENDS.requantizeAdd(acc, at + whole, stride, rows, n - whole, s, row, column + whole);
    }
  }

  private static void requantizeAddColumn(
      float[] acc,
      int at,
      int stride,
      int rows,
      QStage.RequantizeAdd s,
      int column,
      int from,
      int to) {
    FloatVector bias = bias(s.bias(), column);
    FloatVector scale = scale(s.scales(), column);
    int mask = s.addendUnsigned() ? 0xff : -1;
    int least = Steps.limit(s.lo(), s.zeroPoint());
    int greatest = Steps.limit(s.hi(), s.zeroPoint());
    for (int r = 0; r < rows; r++) {
      FloatVector f = FloatVector.fromArray(FLOATS, acc, at + r * stride);
      FloatVector q =
          Steps.load(s.addend(), from + r * s.addendStride(), mask, s.addendZeroPoint());
      f = f.add(bias).mul(scale).add(q.mul(s.addendScale())).mul(s.inverseScale());
      Steps.store(f, least, greatest, s.zeroPoint(), s.c(), to + r * s.rowStride());
    }
  }

  @Override
  public void dequantize(
      float[] acc, int at, int stride, int rows, int n, QStage.Dequantize s, int row, int column) {
    int whole = n - n % LANES;
    int to = s.offset() + row * s.rowStride() + column;
    for (int j = 0; j < whole; j += LANES) {
      dequantizeColumn(acc, at + j, stride, rows, s, row, column + j, to + j);
    }
    if (whole < n) {
      ENDS.dequantize(acc, at + whole, stride, rows, n - whole, s, row, column + whole);
    }
  }

  private static void dequantizeColumn(
      float[] acc, int at, int stride, int rows, QStage.Dequantize s, int row, int column, int to) {
    FloatVector bias = bias(s.bias(), column);
    FloatVector weightScale = scale(s.weightScales(), column);
    float floor = s.relu() ? 0f : Float.NEGATIVE_INFINITY;
    for (int r = 0; r < rows; r++) {
      FloatVector f = FloatVector.fromArray(FLOATS, acc, at + r * stride);
      f = f.mul(weightScale.mul(s.inputScale(row + r))).add(bias);
      f.blend(floor, f.compare(LE, floor)).intoArray(s.c(), to + r * s.rowStride());
    }
  }

  private static FloatVector bias(float[] bias, int column) {
    return FloatVector.fromArray(FLOATS, bias == null ? NONE : bias, bias == null ? 0 : column);
  }

  private static FloatVector scale(float[] scales, int column) {
    return scales.length == 1
        ? FloatVector.broadcast(FLOATS, scales[0])
        : FloatVector.fromArray(FLOATS, scales, column);
  }
}
