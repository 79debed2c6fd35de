package dev.octet.observe;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/** The range of each index along an axis; no ranges at all before a value was seen. */
record ChannelRanges(int axis, List<Range> ranges) {
  ChannelRanges {
    ranges = List.copyOf(ranges);
  }

  static ChannelRanges none(int axis) {
    if (axis < 0) {
      throw new IllegalArgumentException("channel axis " + axis + " is below 0");
    }
    return new ChannelRanges(axis, List.of());
  }

  /**
   * The ranges of a tensor's values.
   *
   * @throws IllegalArgumentException if a value is NaN or infinite, or there is no such axis
   */
  static ChannelRanges of(FloatTensor values, int axis) {
    if (values.shape().size() == 0) {
      return none(axis);
    }
    int rank = values.shape().rank();
    if (axis >= rank) {
      throw new IllegalArgumentException("values " + values.shape() + " have no axis " + axis);
    }
    boolean neighbours = values.layout() == Layout.CHANNELS_LAST && axis == 1;
    FloatTensor dense = neighbours ? values : values.to(Layout.CONTIGUOUS);
    int channels = dense.shape().dim(axis);
    int run = neighbours ? 1 : dense.shape().size(axis + 1, rank);
    float[] min = new float[channels];
    float[] max = new float[channels];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    int end = dense.offset() + dense.shape().size();
    for (int block = dense.offset(); block < end; block += channels * run) {
      if (run == 1) {
        widen(dense.array(), block, min, max);
      } else {
        widen(dense.array(), block, run, min, max);
      }
    }
    Range[] ranges = new Range[channels];
    for (int c = 0; c < channels; c++) {
      ranges[c] = Range.of(min[c], max[c]);
      if (!ranges[c].isFinite()) {
        throw Range.notFinite(values);
      }
    }
    return new ChannelRanges(axis, List.of(ranges));
  }

  /** Takes in one run of values for each channel. */
  private static void widen(float[] array, int block, int run, float[] min, float[] max) {
    for (int c = 0; c < min.length; c++) {
      float least = min[c];
      float greatest = max[c];
      int from = block + c * run;
      for (int i = from; i < from + run; i++) {
        least = Math.min(least, array[i]);
        greatest = Math.max(greatest, array[i]);
      }
      min[c] = least;
      max[c] = greatest;
    }
  }

  /** Takes in one value for each channel. */
  private static void widen(float[] array, int block, float[] min, float[] max) {
    for (int c = 0; c < min.length; c++) {
      min[c] = Math.min(min[c], array[block + c]);
      max[c] = Math.max(max[c], array[block + c]);
    }
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Channel by channel; either may have seen nothing. */
  ChannelRanges with(ChannelRanges other, BinaryOperator<Range> join) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    if (ranges.size() != other.ranges.size()) {
      throw new IllegalArgumentException(
          "expected "
              + ranges.size()
              + " channels on axis "
              + axis
              + " as before, got "
              + other.ranges.size());
    }
    Range[] joined = new Range[ranges.size()];
    for (int c = 0; c < joined.length; c++) {
      joined[c] = join.apply(ranges.get(c), other.ranges.get(c));
    }
    return new ChannelRanges(axis, List.of(joined));
  }

  QParams qparams(QScheme scheme) {
    if (scheme.kind() == QScheme.Kind.FLOAT_QPARAMS) {
      throw new IllegalStateException("this scheme proposes float zero points: floatQParams()");
    }
    float[] scales = scales(scheme);
    int[] zeroPoints = new int[scales.length];
    for (int c = 0; c < scales.length; c++) {
      zeroPoints[c] = scheme.zeroPoint(ranges.get(c), scales[c]);
    }
    return QParams.perChannel(axis, scales, zeroPoints);
  }

  FloatQParams floatQParams(QScheme scheme) {
    if (scheme.kind() != QScheme.Kind.FLOAT_QPARAMS) {
      throw new IllegalStateException("this scheme proposes integer zero points: qparams()");
    }
    float[] scales = scales(scheme);
    float[] zeroPoints = new float[scales.length];
    for (int c = 0; c < scales.length; c++) {
      zeroPoints[c] = -ranges.get(c).min() / scales[c];
    }
    return new FloatQParams(scales, zeroPoints, axis);
  }

  private float[] scales(QScheme scheme) {
    if (isEmpty()) {
      Range.NONE.requireSeen();
    }
    float[] scales = new float[ranges.size()];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = scheme.scale(ranges.get(c));
    }
    return scales;
  }
}
