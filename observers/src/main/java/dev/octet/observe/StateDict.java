package dev.octet.observe;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What observers keep, under PyTorch's names and shapes ({@code state_dict}, version 3). */
final class StateDict {
  private static final String EPS = "eps";
  private static final String MIN = "min_val";
  private static final String MAX = "max_val";

  private StateDict() {}

  /** The least scale, and a range as two scalars; infinite and upside down for no value. */
  static Map<String, FloatTensor> of(QScheme scheme, Range range) {
    Map<String, FloatTensor> state = new LinkedHashMap<>();
    state.put(EPS, FloatTensor.wrap(new float[] {scheme.eps()}, 1));
    state.put(MIN, FloatTensor.scalar(range.min()));
    state.put(MAX, FloatTensor.scalar(range.max()));
    return state;
  }

  /** The least scale, and ranges as two vectors; empty ones for no value. */
  static Map<String, FloatTensor> of(QScheme scheme, ChannelRanges seen) {
    int channels = seen.ranges().size();
    float[] min = new float[channels];
    float[] max = new float[channels];
    for (int c = 0; c < channels; c++) {
      min[c] = seen.ranges().get(c).min();
      max[c] = seen.ranges().get(c).max();
    }
    Map<String, FloatTensor> state = of(scheme, Range.NONE);
    state.put(MIN, FloatTensor.wrap(min, channels));
    state.put(MAX, FloatTensor.wrap(max, channels));
    return state;
  }

  static Range range(QScheme scheme, Map<String, FloatTensor> state) {
    check(scheme, state, Set.of(MIN, MAX));
    return rangeOf(state);
  }

  static ChannelRanges ranges(QScheme scheme, int axis, Map<String, FloatTensor> state) {
    check(scheme, state, Set.of(MIN, MAX));
    Shape shape = state.get(MIN).shape();
    if (shape.rank() != 1 || !shape.equals(state.get(MAX).shape())) {
      throw new IllegalArgumentException(
          "min_val and max_val must be vectors of one length, got "
              + shape
              + " and "
              + state.get(MAX).shape());
    }
    float[] min = state.get(MIN).toArray();
    float[] max = state.get(MAX).toArray();
    List<Range> ranges = new ArrayList<>();
    for (int c = 0; c < min.length; c++) {
      ranges.add(finite(min[c], max[c], "channel " + c + ": "));
    }
    return new ChannelRanges(axis, ranges);
  }

  /** A histogram's state beside its range. */
  static Range range(QScheme scheme, Map<String, FloatTensor> state, String counts) {
    check(scheme, state, Set.of(MIN, MAX, counts));
    return rangeOf(state);
  }

  private static Range rangeOf(Map<String, FloatTensor> state) {
    float min = scalar(MIN, state);
    float max = scalar(MAX, state);
    Range range = Range.of(min, max);
    return range.equals(Range.NONE) ? Range.NONE : finite(min, max, "");
  }

  private static Range finite(float min, float max, String where) {
    Range range = Range.of(min, max);
    if (!range.isFinite() || range.isEmpty()) {
      throw new IllegalArgumentException(
          where + "min_val " + min + " and max_val " + max + " are no range");
    }
    return range;
  }

  /** The value of a tensor that holds one. */
  static float scalar(String name, Map<String, FloatTensor> state) {
    FloatTensor tensor = state.get(name);
    if (tensor.shape().size() != 1) {
      throw new IllegalArgumentException(name + " must hold one value, got " + tensor.shape());
    }
    return tensor.toArray()[0];
  }

  /** Names must be the expected ones; {@code eps} may be missing, and is the scheme's if not. */
  private static void check(QScheme scheme, Map<String, FloatTensor> state, Set<String> names) {
    Set<String> found = new TreeSet<>(state.keySet());
    found.remove(EPS);
    checkNames(found, names);
    if (state.containsKey(EPS) && scalar(EPS, state) != scheme.eps()) {
      throw new IllegalArgumentException(
          "eps " + scalar(EPS, state) + " differs from the scheme's " + scheme.eps());
    }
  }

  /** Names must be the expected ones. */
  static void checkNames(Set<String> found, Set<String> names) {
    if (!found.equals(names)) {
      throw new IllegalArgumentException(
          "expected the state " + new TreeSet<>(names) + ", got " + new TreeSet<>(found));
    }
  }
}
