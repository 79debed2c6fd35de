package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import java.util.List;

/**
 * A size, or an integer, as far as it is known before a graph runs: a constant, the size of some
 * value along some axis, or what windows make of that. Equal dims are equal in every run.
 *
 * @param value the value whose size it is; null for a constant
 * @param axis the axis of that value
 * @param windows what was done with that size, step by step; empty for the size itself
 * @param constant the constant
 */
record Dim(String value, int axis, String windows, long constant) {
  static Dim of(long constant) {
    return new Dim(null, 0, "", constant);
  }

  static Dim of(String value, int axis) {
    return new Dim(value, axis, "", 0);
  }

  /** What a step makes of a size that is not known. */
  static Dim of(Dim in, String step) {
    return new Dim(in.value, in.axis, in.windows + step + ";", 0);
  }

  /** Whether it is the size of a value along an axis, and nothing was done with it. */
  boolean isSize() {
    return value != null && windows.isEmpty();
  }

  boolean isConstant() {
    return value == null;
  }

  boolean is(long number) {
    return isConstant() && constant == number;
  }

  /** Sizes as far as they are known, {@link Graph#ANY} where not; null of null. */
  static List<Integer> sizes(List<Dim> dims) {
    if (dims == null) {
      return null;
    }
    return dims.stream()
        .map(d -> d.isConstant() && d.constant == (int) d.constant ? (int) d.constant : Graph.ANY)
        .toList();
  }
}
