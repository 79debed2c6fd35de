package dev.octet.observe;

import dev.octet.tensor.FloatTensor;
import java.util.Arrays;
import java.util.Map;

/**
 * How often values of each of some equal bins were seen, in constant memory: where values leave the
 * range, bins grow and old counts move into the new ones (PyTorch: {@code HistogramObserver}, as of
 * pull request 129387).
 *
 * <p>A count moves in sixteen equal parts, each to the bin that holds its middle. So it stays
 * within its old bin's width of where it was, which is less than a new bin's.
 */
final class Histogram {
  /** PyTorch's number of bins. */
  static final int BINS = 2048;

  private static final int MOST_BINS = 1 << 20;
  private static final int PARTS = 16;
  private static final String COUNTS = "histogram";

  private final double[] counts;
  private Range range = Range.NONE;

  Histogram(int bins) {
    if (bins < 2 || bins > MOST_BINS) {
      throw new IllegalArgumentException("expected 2 to " + MOST_BINS + " bins, got " + bins);
    }
    counts = new double[bins];
  }

  /** Counts a tensor's values, after a first pass that finds their range. */
  void observe(FloatTensor values) {
    Range wider = range.union(Range.of(values));
    if (values.shape().size() == 0) {
      return;
    }
    widen(wider);
    int[] seen = new int[counts.length];
    int from = values.offset();
    bins().count(values.array(), from, from + values.shape().size(), seen);
    for (int i = 0; i < seen.length; i++) {
      counts[i] += seen[i];
    }
  }

  /** The histogram of what two have seen, each moved into bins of the range of both. */
  Histogram merge(Histogram other) {
    if (counts.length != other.counts.length) {
      throw new IllegalArgumentException(
          "numbers of bins differ: " + counts.length + " and " + other.counts.length);
    }
    Range both = range.union(other.range);
    Histogram merged = copy();
    Histogram moved = other.copy();
    merged.widen(both);
    moved.widen(both);
    for (int i = 0; i < counts.length; i++) {
      merged.counts[i] += moved.counts[i];
    }
    return merged;
  }

  private Histogram copy() {
    Histogram copy = new Histogram(counts.length);
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    copy.range = range;
    return copy;
  }

  private void widen(Range wider) {
    if (!range.isEmpty() && !range.equals(wider)) {
      double[] moved = new double[counts.length];
      move(Bins.of(wider, counts.length), moved);
      System.arraycopy(moved, 0, counts, 0, moved.length);
    }
    range = wider;
  }

  private void move(Bins to, double[] moved) {
    if (range.isConstant()) {
      moved[to.bin(range.min())] = total();
      return;
    }
    float low = range.min() * to.unit();
    float high = range.max() * to.unit();
    int parts = counts.length * PARTS;
    float half = 0.5f * ((high - low) / parts);
    int bin = 0;
    for (int i = 0; i < parts; i++) {
      float middle = Bins.linear(low, high, i, parts) + half;
      while (bin + 1 < counts.length && to.border(bin + 1) <= middle) {
        bin++;
      }
      moved[bin] += counts[i / PARTS] / PARTS;
    }
  }

  Range range() {
    return range;
  }

  Bins bins() {
    return Bins.of(range.requireSeen(), counts.length);
  }

  int size() {
    return counts.length;
  }

  double count(int bin) {
    return counts[bin];
  }

  double total() {
    return Arrays.stream(counts).sum();
  }

  /** Entry i is what the bins before i hold; one entry more than there are bins. */
  double[] cumulative() {
    double[] below = new double[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      below[i + 1] = below[i] + counts[i];
    }
    return below;
  }

  /** PyTorch's {@code histogram}, {@code min_val} and {@code max_val}. */
  Map<String, FloatTensor> state(QScheme scheme) {
    float[] rounded = new float[counts.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) counts[i];
    }
    Map<String, FloatTensor> state = StateDict.of(scheme, range);
    state.put(COUNTS, FloatTensor.wrap(rounded, rounded.length));
    return state;
  }

  void load(QScheme scheme, Map<String, FloatTensor> state) {
    Range loaded = StateDict.range(scheme, state, COUNTS);
    FloatTensor tensor = state.get(COUNTS);
    if (tensor.shape().rank() != 1 || tensor.shape().dim(0) != counts.length) {
      throw new IllegalArgumentException(
          "histogram must have " + counts.length + " bins, got " + tensor.shape());
    }
    float[] values = tensor.toArray();
    double total = 0;
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException("bin " + i + " of histogram is " + values[i]);
      }
      total += values[i];
    }
    if (loaded.isEmpty() != (total == 0)) {
      throw new IllegalArgumentException(
          "histogram counts " + total + " values in " + loaded.min() + " to " + loaded.max());
    }
    range = loaded;
    for (int i = 0; i < values.length; i++) {
      counts[i] = values[i];
    }
  }
}
