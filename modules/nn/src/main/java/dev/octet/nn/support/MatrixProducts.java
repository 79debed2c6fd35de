package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.tensor.Shape;
import java.util.Arrays;

/**
 * Batches of matrix products [..., m, k] by [..., k, n], whose outer dimensions broadcast (NumPy's
 * {@code matmul}). A vector is a matrix of one row or one column, which the result has not.
 */
public record MatrixProducts(Shape left, Shape right, Shape batch, int m, int k, int n) {
  /** One product. */
  public interface Product {
    /**
     * Computes it.
     *
     * @param a index of the left matrix's first element
     * @param rows its rows
     * @param b index of the right matrix's first element
     * @param y index of the result's first element
     */
    void compute(int a, int rows, int b, int y);
  }

  /** The products of two tensors. */
  public static MatrixProducts of(Shape a, Shape b) {
    if (a.rank() == 0 || b.rank() == 0 || a.dim(-1) != b.dim(b.rank() == 1 ? 0 : -2)) {
      throw new IllegalArgumentException(
          "cannot multiply " + a + " by " + b + ": expected [..., m, k] and [..., k, n]");
    }
    int m = a.rank() == 1 ? 1 : a.dim(-2);
    int n = b.rank() == 1 ? 1 : b.dim(-1);
    Shape batch = outer(a).broadcast(outer(b));
    return new MatrixProducts(a, b, batch, m, a.dim(-1), n);
  }

  private static Shape outer(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), Math.max(0, shape.rank() - 2)));
  }

  /** The result's sizes. */
  public Shape result() {
    int[] dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    int rank = batch.rank();
    if (left.rank() > 1) {
      dims[rank++] = m;
    }
    if (right.rank() > 1) {
      dims[rank++] = n;
    }
    return Shape.of(Arrays.copyOf(dims, rank));
  }

  /** Computes all of them; one right-hand side for all makes one tall product. */
  public void forEach(Execution execution, Product product) {
    Shape aBatch = outer(left);
    Shape bBatch = outer(right);
    if (bBatch.size() == 1) {
      product.compute(0, batch.size() * m, 0, 0);
      return;
    }
    Broadcast runs = Broadcast.of(aBatch, bBatch, batch);
    execution.parallel(
        batch.size(),
        i -> {
          int r = i / runs.run();
          int within = i % runs.run();
          int aAt = (runs.aStart(r) + within * runs.aStep()) * m * k;
          int bAt = (runs.bStart(r) + within * runs.bStep()) * k * n;
          product.compute(aAt, m, bAt, i * m * n);
        });
  }
}
