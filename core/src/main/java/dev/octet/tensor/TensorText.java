package dev.octet.tensor;

import java.util.function.IntFunction;

/** Writes tensors for people: nested brackets, long dimensions cut in the middle. */
final class TensorText {
  private static final int SHOWN = 6;

  private TensorText() {}

  static String of(String head, Shape shape, IntFunction<String> element) {
    StringBuilder out = new StringBuilder(head).append(' ');
    write(out, shape, 0, 0, element);
    return out.toString();
  }

  private static void write(
      StringBuilder out, Shape shape, int depth, int at, IntFunction<String> element) {
    if (depth == shape.rank()) {
      out.append(shape.size() == 0 ? "" : element.apply(at));
      return;
    }
    int n = shape.dim(depth);
    int step = shape.size(depth + 1, shape.rank());
    out.append('[');
    for (int i = 0; i < n; i++) {
      if (n > SHOWN && i == SHOWN / 2) {
        out.append("…, ");
        i = n - SHOWN / 2;
      }
      write(out, shape, depth + 1, at + i * step, element);
      if (i < n - 1) {
        out.append(", ");
      }
    }
    out.append(']');
  }
}
