package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.MatrixProducts;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link MatMul} of 8-bit integers, both of them known at run time only (PyTorch: {@code
 * quantized::matmul}): sums in int32, then {@link Affine#requantize}.
 *
 * @param a what the left operand's integers stand for
 * @param b what the right operand's integers stand for
 * @param y what the result's integers stand for
 */
public record QuantizedMatMul(ByteParams a, ByteParams b, ByteParams y) implements Module {
  /** The type's name. */
  public static final String TYPE = "quantized_matmul";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedMatMul of(ModuleState state) {
    return new QuantizedMatMul(
        Integers.from(state, "a"), Integers.from(state, "b"), Integers.from(state, "y"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return Integers.in(Integers.in(Integers.in(ModuleState.EMPTY, "a", a), "b", b), "y", y);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return ready().forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return ready();
  }

  private Ready ready() {
    float[] multiplier = {Affine.multiplier(a.scale(), b.scale(), y.scale())};
    int[] zeroPoint = {a.zeroPoint()};
    return new Ready(Integers.of(a), Integers.of(b), Integers.of(y), multiplier, zeroPoint);
  }

  private record Ready(Integers a, Integers b, Integers y, float[] multiplier, int[] zeroPoint)
      implements Module {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 2, 2);
      QTensor left = a.input(inputs, 0, Layout.CONTIGUOUS, execution);
      QTensor right = b.input(inputs, 1, Layout.CONTIGUOUS, execution);
      MatrixProducts products = MatrixProducts.of(left.shape(), right.shape());
      int k = products.k();
      int n = products.n();
      if (k > QGemm.MAX_K) {
        throw new IllegalArgumentException(
            "sums of " + k + " products could leave int32; at most " + QGemm.MAX_K);
      }
      QTensor result = y.newTensor(products.result(), Layout.CONTIGUOUS, execution);
      QGemm gemm = execution.kernel(QGemm.class);
      ByteParams rp = b.params();
      products.forEach(
          execution,
          (aAt, rows, bAt, yAt) -> {
            QGemm.QPanels panels =
                gemm.pack(
                    new QGemm.QMatrix(
                        right.array(),
                        right.offset() + bAt,
                        n,
                        k,
                        1,
                        n,
                        rp.unsigned(),
                        rp.zeroPoint()),
                    execution);
            gemm.multiply(
                new QGemm.QActivations(
                    left.array(),
                    left.offset() + aAt,
                    rows,
                    k,
                    k,
                    a.params().unsigned(),
                    zeroPoint,
                    false),
                panels,
                stage(result, result.offset() + yAt, n),
                execution);
            gemm.release(panels, execution);
          });
      return List.of(result);
    }

    private QStage stage(QTensor result, int at, int n) {
      ByteParams p = y.params();
      return new QStage.Requantize(
          null, multiplier, p.zeroPoint(), p.qmin(), p.qmax(), result.array(), at, n);
    }
  }
}
