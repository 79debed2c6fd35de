package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import dev.octet.tensor.Shape;
import java.util.Arrays;

/**
 * A tensor that a pickle describes: a view of a storage. Compared by identity, since two names may
 * stand for one tensor.
 */
final class TensorRef {
  /** More than networks have, and few enough to be walked through. */
  private static final int MAX_RANK = 64;

  private final StorageRef storage;
  private final int offset;
  private final Shape shape;
  private final long[] strides;
  private final Quantizer quantizer;

  /**
   * @throws Broken if the view reaches out of its storage
   */
  TensorRef(StorageRef storage, long offset, long[] sizes, long[] strides, Quantizer quantizer) {
    this.storage = storage;
    this.strides = strides;
    this.quantizer = quantizer;
    this.shape = shape(sizes);
    if (strides.length != sizes.length) {
      throw new Broken(
          "a tensor has " + sizes.length + " sizes and " + strides.length + " strides");
    }
    long last = shape.size() == 0 ? offset - 1 : last(offset);
    if (offset < 0 || offset > storage.count() || last >= storage.count()) {
      throw new Broken(
          "a tensor of sizes %s, strides %s and offset %d reaches out of storage '%s' of %d elements"
              .formatted(shape, Arrays.toString(strides), offset, storage.key(), storage.count()));
    }
    this.offset = Math.toIntExact(offset);
  }

  private static Shape shape(long[] sizes) {
    if (sizes.length > MAX_RANK) {
      throw new Broken(
          "a tensor has " + sizes.length + " dimensions, expected at most " + MAX_RANK);
    }
    int[] dims = new int[sizes.length];
    for (int i = 0; i < dims.length; i++) {
      if (sizes[i] < 0 || sizes[i] > Integer.MAX_VALUE) {
        throw new Broken("a tensor has the size " + sizes[i] + ", expected 0 to 2^31 - 1");
      }
      dims[i] = (int) sizes[i];
    }
    try {
      return Shape.of(dims);
    } catch (IllegalArgumentException e) {
      throw new Broken(e.getMessage(), e);
    }
  }

  /** The place in the storage of the last element; a value no storage has where it overflows. */
  private long last(long first) {
    long last = first;
    for (int i = 0; i < strides.length; i++) {
      if (strides[i] < 0 || strides[i] > Integer.MAX_VALUE) {
        throw new Broken("a tensor has the stride " + strides[i] + ", expected 0 to 2^31 - 1");
      }
      last = Math.min(Long.MAX_VALUE >> 1, last) + strides[i] * (shape.dim(i) - 1);
    }
    return last;
  }

  StorageRef storage() {
    return storage;
  }

  int offset() {
    return offset;
  }

  Shape shape() {
    return shape;
  }

  /** What makes numbers of quantized elements; null where elements are not quantized. */
  Quantizer quantizer() {
    return quantizer;
  }

  /** Whether elements lie in order without gaps. */
  boolean isContiguous() {
    long stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      if (shape.dim(i) != 1 && strides[i] != stride) {
        return shape.size() == 0;
      }
      stride *= shape.dim(i);
    }
    return true;
  }

  /** Copies elements out of the storage's array into row-major order. */
  void gather(Object from, Object to) {
    int rank = strides.length;
    int run = 1;
    int inner = rank;
    while (inner > 0 && (strides[inner - 1] == run || shape.dim(inner - 1) == 1)) {
      run *= shape.dim(--inner);
    }
    int[] index = new int[inner];
    long source = offset;
    for (int at = 0; at < shape.size(); at += run) {
      System.arraycopy(from, (int) source, to, at, run);
      for (int i = inner - 1; i >= 0; i--) {
        source += strides[i];
        if (++index[i] < shape.dim(i)) {
          break;
        }
        source -= strides[i] * index[i];
        index[i] = 0;
      }
    }
  }
}
