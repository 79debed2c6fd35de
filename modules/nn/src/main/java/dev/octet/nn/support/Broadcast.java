package dev.octet.nn.support;

import dev.octet.tensor.Shape;

/**
 * How two shapes meet in their common one: the elements of the result cut into runs, along each of
 * which either operand goes on element by element (step 1) or stands still (step 0).
 *
 * @param count how many runs
 * @param run elements in each
 * @param aStep 1, or 0 where the left operand stands still
 * @param bStep 1, or 0 where the right operand stands still
 */
public record Broadcast(
    int count, int run, int aStep, int bStep, int[] dims, int[] aStrides, int[] bStrides) {

  public static Broadcast of(Shape a, Shape b, Shape result) {
    int rank = result.rank();
    int[] aStrides = strides(a, rank);
    int[] bStrides = strides(b, rank);
    int inner = rank;
    int run = 1;
    int aStep = 1;
    int bStep = 1;
    for (; inner > 0; inner--) {
      int d = result.dim(inner - 1);
      int aNext = aStrides[inner - 1] == 0 ? 0 : 1;
      int bNext = bStrides[inner - 1] == 0 ? 0 : 1;
      if (d != 1 && run != 1 && (aNext != aStep || bNext != bStep)) {
        break;
      }
      if (d != 1) {
        aStep = aNext;
        bStep = bNext;
        run *= d;
      }
    }
    return new Broadcast(
        result.size(0, inner), run, aStep, bStep, result.dims(), aStrides, bStrides);
  }

  /** Strides in a result of the given rank; 0 along dimensions that are repeated. */
  private static int[] strides(Shape shape, int rank) {
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = 1; i <= shape.rank(); i++) {
      int d = shape.dim(-i);
      strides[rank - i] = d == 1 ? 0 : stride;
      stride *= d;
    }
    return strides;
  }

  /** Where run number r begins in the left operand. */
  public int aStart(int r) {
    return start(r, aStrides);
  }

  /** Where run number r begins in the right operand. */
  public int bStart(int r) {
    return start(r, bStrides);
  }

  private int start(int r, int[] strides) {
    // The outer dimensions are those whose product is the number of runs.
    int outer = 0;
    for (int product = 1; product < count; outer++) {
      product *= dims[outer];
    }
    int rest = r;
    int at = 0;
    for (int i = outer - 1; i >= 0; i--) {
      at += rest % dims[i] * strides[i];
      rest /= dims[i];
    }
    return at;
  }
}
