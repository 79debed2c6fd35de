package dev.octet.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * An array of primitives, where in it a tensor starts, and how it is laid out: what the four kinds
 * of tensors have in common.
 */
record Storage(Object array, int offset, Shape shape, Layout layout) {

  static Storage wrap(Object array, int offset, Shape shape) {
    return wrap(array, offset, shape, Layout.CONTIGUOUS);
  }

  static Storage wrap(Object array, int offset, Shape shape, Layout layout) {
    int length = Array.getLength(array);
    if (offset < 0 || (long) offset + shape.size() > length) {
      throw new IllegalArgumentException(
          "shape "
              + shape
              + " needs "
              + shape.size()
              + " elements from offset "
              + offset
              + ", the array has "
              + length);
    }
    if (layout == Layout.CHANNELS_LAST && shape.rank() < 3) {
      throw new IllegalArgumentException(
          "CHANNELS_LAST needs at least 3 dimensions [N, C, W], got " + shape);
    }
    return new Storage(array, offset, shape, layout);
  }

  static Storage copyOf(Object array, Shape shape) {
    if (Array.getLength(array) != shape.size()) {
      throw new IllegalArgumentException(
          "shape "
              + shape
              + " needs "
              + shape.size()
              + " elements, the array has "
              + Array.getLength(array));
    }
    return new Storage(copyRange(array, 0, shape.size()), 0, shape, Layout.CONTIGUOUS);
  }

  Storage reshape(int... dims) {
    Storage dense = to(Layout.CONTIGUOUS);
    return new Storage(dense.array, dense.offset, inferred(dims), Layout.CONTIGUOUS);
  }

  private Shape inferred(int[] dims) {
    int[] d = dims.clone();
    int unknown = -1;
    long known = 1;
    boolean negative = false;
    for (int i = 0; i < d.length; i++) {
      if (d[i] == -1 && unknown < 0) {
        unknown = i;
      } else {
        known *= d[i];
        negative |= d[i] < 0;
      }
    }
    if (unknown >= 0 && known > 0 && shape.size() % known == 0) {
      d[unknown] = (int) (shape.size() / known);
      known = shape.size();
    }
    negative |= unknown >= 0 && d[unknown] < 0;
    if (known != shape.size() || negative) {
      throw new IllegalArgumentException(
          "cannot reshape " + shape + " to " + Arrays.toString(dims));
    }
    return Shape.of(d);
  }

  Storage transpose(int... permutation) {
    int rank = shape.rank();
    int[] strides = layout.strides(shape);
    int[] dims = new int[rank];
    int[] from = new int[rank];
    boolean[] seen = new boolean[rank];
    boolean valid = permutation.length == rank;
    for (int i = 0; valid && i < rank; i++) {
      int p = permutation[i];
      valid = p >= 0 && p < rank && !seen[p];
      if (valid) {
        seen[p] = true;
        dims[i] = shape.dim(p);
        from[i] = strides[p];
      }
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "permutation " + Arrays.toString(permutation) + " does not fit shape " + shape);
    }
    return gather(offset, Shape.of(dims), from);
  }

  Storage slice(int axis, int from, int to) {
    int a = shape.axis(axis);
    if (from < 0 || to < from || to > shape.dim(a)) {
      throw new IllegalArgumentException(
          "slice [" + from + ", " + to + ") outside axis " + axis + " of shape " + shape);
    }
    Shape part = shape.with(a, to - from);
    int[] strides = layout.strides(shape);
    int start = offset + from * strides[a];
    if (layout == Layout.CONTIGUOUS && shape.size(0, a) == 1) {
      return new Storage(array, part.size() == 0 ? offset : start, part, layout);
    }
    return gather(start, part, strides);
  }

  Storage select(int axis, int index) {
    int a = shape.axis(axis);
    if (index < 0 || index >= shape.dim(a)) {
      throw new IllegalArgumentException(
          "index " + index + " outside axis " + axis + " of shape " + shape);
    }
    int[] dims = new int[shape.rank() - 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i < a ? i : i + 1);
    }
    Storage part = slice(a, index, index + 1).to(Layout.CONTIGUOUS);
    return new Storage(part.array, part.offset, Shape.of(dims), Layout.CONTIGUOUS);
  }

  Storage copy() {
    return new Storage(copyRange(array, offset, shape.size()), 0, shape, layout);
  }

  Storage to(Layout target) {
    if (target == layout) {
      return this;
    }
    int[] wanted = target.strides(shape);
    int[] strides = layout.strides(shape);
    if (inTheSamePlaces(strides, wanted)) {
      return new Storage(array, offset, shape, target);
    }
    if (target == Layout.CONTIGUOUS) {
      return gather(offset, shape, strides);
    }
    int rank = shape.rank();
    int[] dims = new int[rank];
    int[] from = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = i == 0 ? 0 : i == rank - 1 ? 1 : i + 1;
      dims[i] = shape.dim(axis);
      from[i] = strides[axis];
    }
    Storage moved = gather(offset, Shape.of(dims), from);
    return new Storage(moved.array, 0, shape, target);
  }

  /** Whether two layouts put every element into the same place: strides of size 1 do not count. */
  private boolean inTheSamePlaces(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      if (shape.dim(i) != 1 && a[i] != b[i]) {
        return false;
      }
    }
    return true;
  }

  /** Copies the elements at the given strides into a dense array. */
  private Storage gather(int start, Shape to, int[] strides) {
    Object out = Array.newInstance(array.getClass().getComponentType(), to.size());
    int rank = to.rank();
    int run = 1;
    int inner = rank;
    while (inner > 0 && (strides[inner - 1] == run || to.dim(inner - 1) == 1)) {
      run *= to.dim(--inner);
    }
    int[] index = new int[inner];
    int source = start;
    for (int at = 0; at < to.size(); at += run) {
      System.arraycopy(array, source, out, at, run);
      for (int i = inner - 1; i >= 0; i--) {
        source += strides[i];
        if (++index[i] < to.dim(i)) {
          break;
        }
        source -= strides[i] * index[i];
        index[i] = 0;
      }
    }
    return new Storage(out, 0, to, Layout.CONTIGUOUS);
  }

  int index(int... at) {
    if (at.length != shape.rank()) {
      throw new IllegalArgumentException(
          "index " + Arrays.toString(at) + " does not fit shape " + shape);
    }
    int[] strides = layout.strides(shape);
    int i = offset;
    for (int d = 0; d < at.length; d++) {
      if (at[d] < 0 || at[d] >= shape.dim(d)) {
        throw new IllegalArgumentException(
            "index " + Arrays.toString(at) + " outside shape " + shape);
      }
      i += at[d] * strides[d];
    }
    return i;
  }

  /** The elements in logical row-major order, in an array of their own. */
  Object toArray() {
    Storage dense = to(Layout.CONTIGUOUS);
    return dense.array == array ? copyRange(array, offset, shape.size()) : dense.array;
  }

  static Object copyRange(Object array, int from, int count) {
    Object out = Array.newInstance(array.getClass().getComponentType(), count);
    System.arraycopy(array, from, out, 0, count);
    return out;
  }
}
