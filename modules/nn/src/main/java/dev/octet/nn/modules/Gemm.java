package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Broadcast;
import dev.octet.nn.support.Rows;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@code alpha * A B + beta * C} of matrices that come at run time (ONNX Gemm). A is [m, k], B [k,
 * n], or the other way round where they are to be transposed; C is optional and broadcasts to [m,
 * n].
 *
 * @param alpha factor of the product
 * @param beta factor of C
 * @param transA whether A is given as [k, m]
 * @param transB whether B is given as [n, k]
 */
public record Gemm(float alpha, float beta, boolean transA, boolean transB) implements Module {
  /** The type's name. */
  public static final String TYPE = "gemm";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Gemm of(ModuleState state) {
    return new Gemm(
        state.floatOf("alpha"),
        state.floatOf("beta"),
        state.booleanOf("transA"),
        state.booleanOf("transB"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY
        .with("alpha", alpha)
        .with("beta", beta)
        .with("transA", transA)
        .with("transB", transB);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 2, 3);
    FloatMatrix a = matrix(Args.floats(inputs, 0, execution), transA);
    FloatMatrix b = matrix(Args.floats(inputs, 1, execution), !transB);
    if (a.cols() != b.cols()) {
      throw new IllegalArgumentException(
          "A has k = %d, B has k = %d (transA %s, transB %s)"
              .formatted(a.cols(), b.cols(), transA, transB));
    }
    FloatTensor y = execution.newFloats(Shape.of(a.rows(), b.rows()));
    FloatGemm gemm = execution.kernel(FloatGemm.class);
    float[] packed = execution.floats(gemm.packedSize(b.rows(), b.cols()));
    gemm.multiply(
        a,
        gemm.pack(b, packed),
        null,
        FloatMatrix.of(y.array(), y.offset(), a.rows(), b.rows()),
        execution);
    execution.release(packed);
    finish(y, inputs.size() == 3 ? Args.floats(inputs, 2, execution) : null, execution);
    return List.of(y);
  }

  /** A matrix, or its transposed: for B, that is rows of k. */
  private static FloatMatrix matrix(FloatTensor x, boolean transposed) {
    if (x.shape().rank() != 2) {
      throw new IllegalArgumentException("operand has shape " + x.shape() + ", expected a matrix");
    }
    FloatMatrix m = FloatMatrix.of(x.array(), x.offset(), x.shape().dim(0), x.shape().dim(1));
    return transposed ? m.transposed() : m;
  }

  private void finish(FloatTensor y, FloatTensor c, Execution execution) {
    if (c != null && !c.shape().broadcast(y.shape()).equals(y.shape())) {
      throw new IllegalArgumentException(
          "C has shape " + c.shape() + ", which does not broadcast to " + y.shape());
    }
    Broadcast runs = c == null ? null : Broadcast.of(y.shape(), c.shape(), y.shape());
    int n = c == null ? y.shape().size() : runs.run();
    Rows.forEach(
        execution,
        c == null ? 1 : runs.count(),
        n,
        r -> {
          for (int i = 0; i < n; i++) {
            int at = y.offset() + r * n + i;
            float term =
                c == null ? 0 : beta * c.array()[c.offset() + runs.bStart(r) + i * runs.bStep()];
            y.array()[at] = alpha * y.array()[at] + term;
          }
        });
  }
}
