package dev.octet.nn.modules;

import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** All indices of a shape, one by one: what the slow definitions in tests walk along. */
final class Indices {
  private Indices() {}

  static List<int[]> of(Shape shape) {
    List<int[]> all = new ArrayList<>();
    for (int n = 0; n < shape.size(); n++) {
      int[] index = new int[shape.rank()];
      int rest = n;
      for (int i = shape.rank() - 1; i >= 0; i--) {
        index[i] = rest % shape.dim(i);
        rest /= shape.dim(i);
      }
      all.add(index);
    }
    return all;
  }

  /** Where an index of a broadcast result reads in one of its operands. */
  static int[] within(int[] index, Shape operand) {
    int[] at = new int[operand.rank()];
    for (int i = 0; i < at.length; i++) {
      at[i] = operand.dim(i) == 1 ? 0 : index[index.length - at.length + i];
    }
    return at;
  }
}
