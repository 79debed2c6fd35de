package dev.octet.kernels.x86.elements;

import dev.octet.kernel.CopyPlan;

/**
 * A copy as the turning over of planes: {@code y[j][i] = x[i][j]}, rows i along the axis along
 * which neighbours of the result lie, columns j along the one along which neighbours of the input
 * lie. The other axes count planes.
 *
 * @param plan the copy
 * @param columnAxis the axis of columns; that of rows is the last
 */
record Transposition(CopyPlan plan, int columnAxis) {
  /** {@return the copy as a transposition, or null if it is none} */
  static Transposition of(CopyPlan plan) {
    int inner = plan.sizes().length - 1;
    if (inner < 1 || plan.to()[inner] != 1 || plan.from()[inner] < 1 || plan.elements() == 0) {
      return null;
    }
    for (int k = 0; k < inner; k++) {
      if (plan.from()[k] == 1 && plan.to()[k] > 0) {
        return new Transposition(plan, k);
      }
    }
    return null;
  }

  private int rowAxis() {
    return plan.sizes().length - 1;
  }

  /** {@return rows of a plane of the input} */
  int rows() {
    return plan.sizes()[rowAxis()];
  }

  /** {@return columns of a plane of the input} */
  int columns() {
    return plan.sizes()[columnAxis];
  }

  /** {@return elements from row to row of the input} */
  int rowFrom() {
    return plan.from()[rowAxis()];
  }

  /** {@return elements from row to row of the result} */
  int columnTo() {
    return plan.to()[columnAxis];
  }

  /** {@return how many planes there are} */
  int planes() {
    return plan.elements() / (rows() * columns());
  }

  /** Where a plane begins in the input. */
  int from(int plane) {
    return begin(plane, plan.from());
  }

  /** Where a plane begins in the result. */
  int to(int plane) {
    return begin(plane, plan.to());
  }

  private int begin(int plane, int[] strides) {
    int at = 0;
    int left = plane;
    for (int k = rowAxis() - 1; k >= 0; k--) {
      if (k != columnAxis) {
        at += left % plan.sizes()[k] * strides[k];
        left /= plan.sizes()[k];
      }
    }
    return at;
  }
}
