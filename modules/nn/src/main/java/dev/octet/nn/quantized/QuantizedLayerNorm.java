package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QNormalization;
import dev.octet.kernel.QNormalization.Steps;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link LayerNorm} of 8-bit integers over the last dimension (PyTorch: {@code nnq.LayerNorm}):
 * {@link QNormalization#layerNorm}.
 *
 * @param norm factors and terms
 * @param x what the input's integers stand for
 * @param y what the result's integers stand for
 */
public record QuantizedLayerNorm(LayerNorm norm, ByteParams x, ByteParams y) implements Module {
  /** The type's name. */
  public static final String TYPE = "quantized_layer_norm";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return Integers.in(Integers.in(norm.state(), "x", x), "y", y);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedLayerNorm of(ModuleState state) {
    return new QuantizedLayerNorm(
        LayerNorm.of(state), Integers.from(state, "x"), Integers.from(state, "y"));
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
    Steps steps = Steps.of(norm.gamma().toArray(), norm.beta().toArray(), y.scale());
    return new Ready(steps, norm.eps(), Integers.of(x), Integers.of(y));
  }

  private record Ready(Steps steps, float eps, Integers x, Integers y) implements Module {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      int size = steps.factor().length;
      QTensor q = x.input(inputs, 0, Layout.CONTIGUOUS, execution);
      Args.checkRows(q, 0, size, "gamma [" + size + "]");
      QTensor result = y.newTensor(q.shape(), Layout.CONTIGUOUS, execution);
      QNorm kernel = execution.kernel(QNorm.class);
      Rows.forEach(
          execution,
          q.shape().size(0, q.shape().rank() - 1),
          size,
          i ->
              QNormalization.layerNorm(
                  kernel,
                  q.array(),
                  q.offset() + i * size,
                  size,
                  x.params(),
                  steps,
                  eps,
                  result.array(),
                  result.offset() + i * size,
                  y.params()));
      return List.of(result);
    }
  }
}
