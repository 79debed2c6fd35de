package dev.octet.formats.onnx;

import java.util.Arrays;

/** A growing list of floats: the elements of a repeated field. */
final class FloatList {
  private float[] array = new float[4];
  private int size;

  void add(float value) {
    if (size == array.length) {
      array = Arrays.copyOf(array, size * 2);
    }
    array[size++] = value;
  }

  int size() {
    return size;
  }

  /** The elements; the array itself where it is full, so that nothing is held twice. */
  float[] toArray() {
    return size == array.length ? array : Arrays.copyOf(array, size);
  }
}
