package dev.octet.tensor;

import java.util.Arrays;

/** A tensor of 32-bit floats. */
public final class FloatTensor implements Tensor {
  private final Storage storage;

  private FloatTensor(Storage storage) {
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
  public static FloatTensor wrap(float[] array, int... dims) {
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
  public static FloatTensor wrap(float[] array, int offset, Shape shape) {
    return new FloatTensor(Storage.wrap(array, offset, shape));
  }

  /**
   * Looks at part of an array without copying it.
   *
   * @param array elements in the layout's order from {@code offset}
   * @param offset index of the first element
   * @param shape the logical sizes
   * @param layout how elements lie
   * @return a tensor that shares {@code array}
   * @throws IllegalArgumentException if the array is too short, or the layout does not fit the
   *     shape
   */
  public static FloatTensor wrap(float[] array, int offset, Shape shape, Layout layout) {
    return new FloatTensor(Storage.wrap(array, offset, shape, layout));
  }

  /**
   * Copies an array.
   *
   * @param array elements in row-major order, exactly as many as the sizes ask for
   * @param dims the sizes
   * @return a tensor of its own
   * @throws IllegalArgumentException if the element count differs
   */
  public static FloatTensor copyOf(float[] array, int... dims) {
    return new FloatTensor(Storage.copyOf(array, Shape.of(dims)));
  }

  /**
   * A tensor of zeros.
   *
   * @param shape the sizes
   * @return a new tensor
   */
  public static FloatTensor zeros(Shape shape) {
    return wrap(new float[shape.size()], 0, shape);
  }

  /**
   * A tensor without dimensions.
   *
   * @param value its element
   * @return a new tensor
   */
  public static FloatTensor scalar(float value) {
    return wrap(new float[] {value});
  }

  /**
   * The array looked at, shared; elements start at {@link #offset}.
   *
   * @return the array itself
   */
  public float[] array() {
    return (float[]) storage.array();
  }

  /**
   * One element.
   *
   * @param index an index for each dimension
   * @return the element
   * @throws IllegalArgumentException if the index does not fit the shape
   */
  public float get(int... index) {
    return array()[storage.index(index)];
  }

  /**
   * All elements in logical row-major order.
   *
   * @return a new array
   */
  public float[] toArray() {
    return (float[]) storage.toArray();
  }

  @Override
  public Shape shape() {
    return storage.shape();
  }

  @Override
  public DType dtype() {
    return DType.FLOAT32;
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
  public FloatTensor reshape(int... dims) {
    return new FloatTensor(storage.reshape(dims));
  }

  @Override
  public FloatTensor transpose(int... permutation) {
    return new FloatTensor(storage.transpose(permutation));
  }

  @Override
  public FloatTensor slice(int axis, int from, int to) {
    return new FloatTensor(storage.slice(axis, from, to));
  }

  @Override
  public FloatTensor select(int axis, int index) {
    return new FloatTensor(storage.select(axis, index));
  }

  @Override
  public FloatTensor copy() {
    return new FloatTensor(storage.copy());
  }

  @Override
  public FloatTensor to(Layout layout) {
    return layout == layout() ? this : new FloatTensor(storage.to(layout));
  }

  @Override
  public boolean sharesStorageWith(Tensor other) {
    return other instanceof FloatTensor t && t.array() == array();
  }

  /** {@return true for a float tensor of the same shape whose elements have the same bits} */
  @Override
  public boolean equals(Object o) {
    return o instanceof FloatTensor t
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
    float[] a = toArray();
    return TensorText.of("FloatTensor" + shape(), shape(), i -> Float.toString(a[i]));
  }
}
