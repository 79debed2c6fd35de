package dev.octet.tensor;

import java.util.Arrays;

/** A tensor of 64-bit integers: token ids, indices, shapes. */
public final class LongTensor implements Tensor {
  private final Storage storage;

  private LongTensor(Storage storage) {
    this.storage = storage;
  }

  /**
   * Looks at an array without copying it.
   *
   * @param array elements in row-major order
   * @param dims the sizes
   * @return a tensor that shares {@code array}
   * @throws IllegalArgumentException if the array is shorter than the sizes ask for
   */
  public static LongTensor wrap(long[] array, int... dims) {
    return wrap(array, 0, Shape.of(dims));
  }

  /**
   * Looks at part of an array without copying it.
   *
   * @param array elements in row-major order from {@code offset}
   * @param offset index of the first element
   * @param shape the sizes
   * @return a tensor that shares {@code array}
   * @throws IllegalArgumentException if the array is too short
   */
  public static LongTensor wrap(long[] array, int offset, Shape shape) {
    return new LongTensor(Storage.wrap(array, offset, shape));
  }

  /**
   * Copies an array.
   *
   * @param array elements in row-major order, exactly as many as the sizes ask for
   * @param dims the sizes
   * @return a tensor of its own
   * @throws IllegalArgumentException if the element count differs
   */
  public static LongTensor copyOf(long[] array, int... dims) {
    return new LongTensor(Storage.copyOf(array, Shape.of(dims)));
  }

  /**
   * A tensor of zeros.
   *
   * @param shape the sizes
   * @return a new tensor
   */
  public static LongTensor zeros(Shape shape) {
    return wrap(new long[shape.size()], 0, shape);
  }

  /**
   * A tensor without dimensions.
   *
   * @param value its element
   * @return a new tensor
   */
  public static LongTensor scalar(long value) {
    return wrap(new long[] {value});
  }

  /**
   * The array looked at, shared; elements start at {@link #offset}.
   *
   * @return the array itself
   */
  public long[] array() {
    return (long[]) storage.array();
  }

  /**
   * One element.
   *
   * @param index an index for each dimension
   * @return the element
   * @throws IllegalArgumentException if the index does not fit the shape
   */
  public long get(int... index) {
    return array()[storage.index(index)];
  }

  /**
   * All elements in logical row-major order.
   *
   * @return a new array
   */
  public long[] toArray() {
    return (long[]) storage.toArray();
  }

  @Override
  public Shape shape() {
    return storage.shape();
  }

  @Override
  public DType dtype() {
    return DType.INT64;
  }

  @Override
  public Layout layout() {
    return storage.layout();
  }

  @Override
  public int offset() {
    return storage.offset();
  }

  @Override
  public LongTensor reshape(int... dims) {
    return new LongTensor(storage.reshape(dims));
  }

  @Override
  public LongTensor transpose(int... permutation) {
    return new LongTensor(storage.transpose(permutation));
  }

  @Override
  public LongTensor slice(int axis, int from, int to) {
    return new LongTensor(storage.slice(axis, from, to));
  }

  @Override
  public LongTensor select(int axis, int index) {
    return new LongTensor(storage.select(axis, index));
  }

  @Override
  public LongTensor copy() {
    return new LongTensor(storage.copy());
  }

  @Override
  public LongTensor to(Layout layout) {
    return layout == layout() ? this : new LongTensor(storage.to(layout));
  }

  @Override
  public boolean sharesStorageWith(Tensor other) {
    return other instanceof LongTensor t && t.array() == array();
  }

  /** {@return true for a tensor of the same kind, shape and elements} */
  @Override
  public boolean equals(Object o) {
    return o instanceof LongTensor t
        && shape().equals(t.shape())
        && Arrays.equals(toArray(), t.toArray());
  }

  @Override
  public int hashCode() {
    return 31 * shape().hashCode() + Arrays.hashCode(toArray());
  }

  /** {@return type, shape and the first elements} */
  @Override
  public String toString() {
    long[] a = toArray();
    return TensorText.of("LongTensor" + shape(), shape(), i -> Long.toString(a[i]));
  }
}
