package dev.octet.formats.torch;

import java.util.List;

/** A Python tuple out of a pickle; {@code None} is null. */
record Tuple(List<Object> items) {
  static final Tuple EMPTY = new Tuple(List.of());

  int size() {
    return items.size();
  }

  Object get(int i) {
    return items.get(i);
  }
}
