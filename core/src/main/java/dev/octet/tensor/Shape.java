package dev.octet.tensor;

import java.util.Arrays;

/**
 * The logical sizes of a tensor. Immutable. A rank of 0 is a scalar; a size of 0 makes an empty
 * tensor. The element count fits an {@code int}, as Java arrays do.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;
  private final int size;

  private Shape(int[] dims) {
    this.dims = dims;
    this.size = count(dims);
  }

  /**
   * Makes a shape.
   *
   * @param dims sizes, each at least 0
   * @return the shape
   * @throws IllegalArgumentException if a size is negative or the element count exceeds 2^31 - 1
   */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  private static int count(int[] dims) {
    long n = 1;
    for (int d : dims) {
      if (d < 0) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(dims) + " has a size below 0");
      }
      n *= d;
      if (n > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(dims) + " has more than 2^31 - 1 elements");
      }
    }
    return (int) n;
  }

  /**
   * The number of dimensions.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return dims.length;
  }

  /**
   * One size.
   *
   * @param axis from -rank to rank - 1; negative counts from the end
   * @return the size along it
   * @throws IllegalArgumentException if the axis is out of range
   */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /**
   * Turns an axis that may count from the end into one that counts from the start.
   *
   * @param axis from -rank to rank - 1
   * @return from 0 to rank - 1
   * @throws IllegalArgumentException if it is out of range
   */
  public int axis(int axis) {
    int a = axis < 0 ? axis + dims.length : axis;
    if (a < 0 || a >= dims.length) {
      throw new IllegalArgumentException(
          "axis " + axis + " outside [-" + dims.length + ", " + dims.length + ") of shape " + this);
    }
    return a;
  }

  /**
   * All sizes.
   *
   * @return a copy
   */
  public int[] dims() {
    return dims.clone();
  }

  /**
   * The number of elements.
   *
   * @return the product of the sizes
   */
  public int size() {
    return size;
  }

  /**
   * The product of the sizes of some neighbouring dimensions.
   *
   * @param from first dimension
   * @param to one past the last
   * @return the product, 1 when there are none
   */
  public int size(int from, int to) {
    int n = 1;
    for (int i = from; i < to; i++) {
      n *= dims[i];
    }
    return n;
  }

  /**
   * This shape with another size along one axis.
   *
   * @param axis the axis, negative counts from the end
   * @param size its new size
   * @return the new shape
   */
  public Shape with(int axis, int size) {
    int[] d = dims.clone();
    d[axis(axis)] = size;
    return new Shape(d);
  }

  /**
   * The shape that two shapes broadcast to, by the rule of NumPy and ONNX: aligned at the last
   * dimension, sizes are equal or one of them is 1.
   *
   * @param other the other shape
   * @return the common shape
   * @throws IllegalArgumentException if they do not fit
   */
  public Shape broadcast(Shape other) {
    if (equals(other)) {
      return this;
    }
    int rank = Math.max(rank(), other.rank());
    int[] out = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= rank() ? dims[rank() - i] : 1;
      int b = i <= other.rank() ? other.dims[other.rank() - i] : 1;
      if (a != b && a != 1 && b != 1) {
        throw new IllegalArgumentException(
            "shapes " + this + " and " + other + " do not broadcast: " + a + " against " + b);
      }
      out[rank - i] = a == 1 ? b : a;
    }
    return new Shape(out);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** {@return the sizes as {@code [2, 3, 4]}} */
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
