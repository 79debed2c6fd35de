package dev.octet.tensor;

/**
 * A dense array of elements with logical sizes. Four kinds exist: {@link FloatTensor}, {@link
 * QTensor}, {@link LongTensor} and {@link BoolTensor}.
 *
 * <p>A tensor looks at an array: {@code wrap} shares the caller's, {@code copyOf} does not. {@link
 * #reshape}, and {@link #slice} and {@link #select} along the first dimension of size over 1, give
 * views that share the array wherever the elements already lie in order; everything else copies.
 * {@link #sharesStorageWith} tells. Octet never writes to a tensor after it has been made, except
 * where a method says so.
 */
public sealed interface Tensor permits FloatTensor, QTensor, LongTensor, BoolTensor {
  /**
   * The logical sizes.
   *
   * @return the shape
   */
  Shape shape();

  /**
   * The element type.
   *
   * @return the type
   */
  DType dtype();

  /**
   * How elements lie in the array.
   *
   * @return the layout
   */
  Layout layout();

  /**
   * The index in the array of the first element.
   *
   * @return an index, 0 unless this is a view or wraps a part
   */
  int offset();

  /**
   * The same elements in row-major order under other sizes. Shares the array unless the layout is
   * {@code CHANNELS_LAST}.
   *
   * @param dims the new sizes; one may be -1 and is inferred
   * @return a tensor with as many elements
   * @throws IllegalArgumentException if the element count differs, or channels would be torn apart
   */
  Tensor reshape(int... dims);

  /**
   * Reorders dimensions; copies.
   *
   * @param permutation new dimension i is old dimension {@code permutation[i]}
   * @return a contiguous tensor
   * @throws IllegalArgumentException if it is not a permutation of the dimensions
   */
  Tensor transpose(int... permutation);

  /**
   * Part of one dimension.
   *
   * @param axis the dimension, negative counts from the end
   * @param from first index, inclusive
   * @param to last index, exclusive
   * @return a tensor whose size along {@code axis} is {@code to - from}
   * @throws IllegalArgumentException if the range does not lie within the dimension
   */
  Tensor slice(int axis, int from, int to);

  /**
   * One index of one dimension, which disappears.
   *
   * @param axis the dimension, negative counts from the end
   * @param index the index
   * @return a tensor with one dimension less
   * @throws IllegalArgumentException if the index lies outside the dimension
   */
  Tensor select(int axis, int index);

  /**
   * The same elements in an array of their own.
   *
   * @return a tensor that shares nothing
   */
  Tensor copy();

  /**
   * The same logical tensor in a layout; this very tensor when it is in it already.
   *
   * @param layout the layout wanted
   * @return a tensor in that layout
   */
  Tensor to(Layout layout);

  /**
   * Whether a change of one tensor's array could show in the other.
   *
   * @param other any tensor
   * @return true when both look at the same array
   */
  boolean sharesStorageWith(Tensor other);
}
