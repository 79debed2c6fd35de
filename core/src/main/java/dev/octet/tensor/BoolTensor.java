package dev.octet.tensor;

import java.util.Arrays;

/** A tensor of truth values: masks. */
public final class BoolTensor implements Tensor {
  private final Storage storage;

  private BoolTensor(Storage storage) {
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
  public static BoolTensor wrap(boolean[] array, int... dims) {
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
  public static BoolTensor wrap(boolean[] array, int offset, Shape shape) {
    return new BoolTensor(Storage.wrap(array, offset, shape));
  }

  /**
   * Copies an array.
   *
   * @param array elements in row-major order, exactly as many as the sizes ask for
   * @param dims the sizes
   * @return a tensor of its own
   * @throws IllegalArgumentException if the element count differs
   */
  public static BoolTensor copyOf(boolean[] array, int... dims) {
    return new BoolTensor(Storage.copyOf(array, Shape.of(dims)));
  }

  /**
   * A tensor of zeros.
   *
   * @param shape the sizes
   * @return a new tensor
   */
  public static BoolTensor zeros(Shape shape) {
    return wrap(new boolean[shape.size()], 0, shape);
  }

  /**
   * A tensor without dimensions.
   *
   * @param value its element
   * @return a new tensor
   */
  public static BoolTensor scalar(boolean value) {
    return wrap(new boolean[] {value});
  }

  /**
   * The array looked at, shared; elements start at {@link #offset}.
   *
   * @return the array itself
   */
  public boolean[] array() {
    return (boolean[]) storage.array();
  }

  /**
   * One element.
   *
   * @param index an index for each dimension
   * @return the element
   * @throws IllegalArgumentException if the index does not fit the shape
   */
  public boolean get(int... index) {
    return array()[storage.index(index)];
  }

  /**
   * All elements in logical row-major order.
   *
   * @return a new array
   */
  public boolean[] toArray() {
    return (boolean[]) storage.toArray();
  }

  @Override
  public Shape shape() {
    return storage.shape();
  }

  @Override
  public DType dtype() {
    return DType.BOOL;
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
  public BoolTensor reshape(int... dims) {
    return new BoolTensor(storage.reshape(dims));
  }

  @Override
  public BoolTensor transpose(int... permutation) {
    return new BoolTensor(storage.transpose(permutation));
  }

  @Override
  public BoolTensor slice(int axis, int from, int to) {
    return new BoolTensor(storage.slice(axis, from, to));
  }

  @Override
  public BoolTensor select(int axis, int index) {
    return new BoolTensor(storage.select(axis, index));
  }

  @Override
  public BoolTensor copy() {
    return new BoolTensor(storage.copy());
  }

  @Override
  public BoolTensor to(Layout layout) {
    return layout == layout() ? this : new BoolTensor(storage.to(layout));
  }

  @Override
  public boolean sharesStorageWith(Tensor other) {
    return other instanceof BoolTensor t && t.array() == array();
  }

  /** {@return true for a tensor of the same kind, shape and elements} */
  @Override
  public boolean equals(Object o) {
    return o instanceof BoolTensor t
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
    boolean[] a = toArray();
    return TensorText.of("BoolTensor" + shape(), shape(), i -> Boolean.toString(a[i]));
  }
}
