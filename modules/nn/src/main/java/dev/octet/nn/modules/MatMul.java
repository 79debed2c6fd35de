package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Broadcast;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The product of two float tensors that both come at run time (NumPy's and ONNX's MatMul): matrices
 * lie in the last two dimensions, those before broadcast. A left operand of one dimension is a row,
 * a right one a column; the dimension put in for that disappears from the result. A right operand
 * that never changes is a {@link Linear}.
 */
public record MatMul() implements Module {
  /** The type's name. */
  public static final String TYPE = "matmul";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static MatMul of(ModuleState state) {
    return new MatMul();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 2, 2);
    FloatTensor a = Args.floats(inputs, 0, execution);
    FloatTensor b = Args.floats(inputs, 1, execution);
    int aRank = a.shape().rank();
    int bRank = b.shape().rank();
    if (aRank == 0 || bRank == 0 || a.shape().dim(-1) != b.shape().dim(bRank == 1 ? 0 : -2)) {
      throw new IllegalArgumentException(
          "cannot multiply "
              + a.shape()
              + " by "
              + b.shape()
              + ": expected [..., m, k] and [..., k, n]");
    }
    FloatTensor left = aRank == 1 ? a.reshape(1, a.shape().dim(0)) : a;
    FloatTensor right = bRank == 1 ? b.reshape(b.shape().dim(0), 1) : b;
    FloatTensor y = product(left, right, execution);
    if (aRank > 1 && bRank > 1) {
      return List.of(y);
    }
    int[] batch = Arrays.copyOf(y.shape().dims(), y.shape().rank() - 2);
    int[] dims = Arrays.copyOf(batch, batch.length + (aRank > 1 || bRank > 1 ? 1 : 0));
    if (dims.length > batch.length) {
      dims[batch.length] = y.shape().dim(aRank > 1 ? -2 : -1);
    }
    return List.of(y.reshape(dims));
  }

  private static FloatTensor product(FloatTensor a, FloatTensor b, Execution execution) {
    Shape aBatch = batch(a.shape());
    Shape bBatch = batch(b.shape());
    Shape batch = aBatch.broadcast(bBatch);
    int m = a.shape().dim(-2);
    int k = a.shape().dim(-1);
    int n = b.shape().dim(-1);
    int[] dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    dims[batch.rank()] = m;
    dims[batch.rank() + 1] = n;
    FloatTensor y = execution.newFloats(Shape.of(dims));
    if (bBatch.size() == 1) {
      // One right-hand side for all: one tall product.
      multiply(a, 0, batch.size() * m, k, b, 0, n, y, 0, execution);
      return y;
    }
    Broadcast runs = Broadcast.of(aBatch, bBatch, batch);
    execution.parallel(
        batch.size(),
        i -> {
          int r = i / runs.run();
          int within = i % runs.run();
          int aAt = (runs.aStart(r) + within * runs.aStep()) * m * k;
          int bAt = (runs.bStart(r) + within * runs.bStep()) * k * n;
          multiply(a, aAt, m, k, b, bAt, n, y, i * m * n, execution);
        });
    return y;
  }

  private static void multiply(
      FloatTensor a,
      int aAt,
      int m,
      int k,
      FloatTensor b,
      int bAt,
      int n,
      FloatTensor y,
      int yAt,
      Execution execution) {
    FloatGemm gemm = execution.kernel(FloatGemm.class);
    float[] packed = execution.floats(gemm.packedSize(n, k));
    FloatMatrix columns = FloatMatrix.of(b.array(), b.offset() + bAt, k, n).transposed();
    gemm.multiply(
        FloatMatrix.of(a.array(), a.offset() + aAt, m, k),
        gemm.pack(columns, packed),
        null,
        FloatMatrix.of(y.array(), y.offset() + yAt, m, n),
        execution);
    execution.release(packed);
  }

  private static Shape batch(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }
}
