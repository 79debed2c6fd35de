package dev.octet.formats.onnx;

import java.util.Arrays;

/** A growing list of longs: the elements of a repeated field. */
final class LongList {
  private long[] array = new long[4];
  private int size;

  void add(long value) {
    if (size == array.length) {
      array = Arrays.copyOf(array, size * 2);
    }
    array[size++] = value;
  }

  int size() {
    return size;
  }

  /** The elements; the array itself where it is full, so that nothing is held twice. */
  long[] toArray() {
    return size == array.length ? array : Arrays.copyOf(array, size);
  }
}
