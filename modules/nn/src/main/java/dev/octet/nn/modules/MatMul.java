package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.MatrixProducts;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
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
    MatrixProducts products = MatrixProducts.of(a.shape(), b.shape());
    FloatTensor y = execution.newFloats(products.result());
    int k = products.k();
    int n = products.n();
    FloatGemm gemm = execution.kernel(FloatGemm.class);
    products.forEach(
        execution,
        (aAt, rows, bAt, yAt) -> {
          float[] packed = execution.floats(gemm.packedSize(n, k));
          FloatMatrix columns = FloatMatrix.of(b.array(), b.offset() + bAt, k, n).transposed();
          gemm.multiply(
              FloatMatrix.of(a.array(), a.offset() + aAt, rows, k),
              gemm.pack(columns, packed),
              null,
              FloatMatrix.of(y.array(), y.offset() + yAt, rows, n),
              execution);
          execution.release(packed);
        });
    return List.of(y);
  }
}
