package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QUnary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Parts;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link Concat} of 8-bit integers whose scales may differ (PyTorch: {@code nnq.QFunctional.cat}):
 * inputs that already stand for the result's numbers are copied, others are brought to its scale.
 *
 * @param axis the axis, negative counts from the end
 * @param y what the result's integers stand for
 */
public record QuantizedConcat(int axis, ByteParams y) implements Module {
  /** The type's name. */
  public static final String TYPE = "quantized_concat";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedConcat of(ModuleState state) {
    return new QuantizedConcat(state.intOf("axis"), Integers.from(state, "y"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return Integers.in(ModuleState.EMPTY.with("axis", axis), "y", y);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return new Ready(axis, Integers.of(y)).forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return new Ready(axis, Integers.of(y));
  }

  private record Ready(int axis, Integers y) implements Module {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, Integer.MAX_VALUE);
      int a = inputs.getFirst().shape().axis(axis);
      Layout layout = inputs.getFirst().layout();
      QTensor result = y.newTensor(Concat.joined(inputs, a), layout, execution);
      Parts parts = Parts.of(result.shape(), layout, a);
      int at = result.offset();
      for (int i = 0; i < inputs.size(); i++) {
        QTensor given = Args.anyBytes(inputs, i);
        QTensor part = (QTensor) Elements.dense(given, layout, execution);
        parts.copy(rescaled(part, execution), result, at, execution);
        at += parts.run(part.shape());
      }
      return List.of(result);
    }

    private QTensor rescaled(QTensor part, Execution execution) {
      ByteParams from = part.byteParams();
      ByteParams to = y.params();
      if (from.equals(to)) {
        return part;
      }
      QTensor same = y.newTensor(part.shape(), part.layout(), execution);
      QUnary kernel = execution.kernel(QUnary.class);
      Rows.forRuns(
          execution,
          part.shape().size(),
          (begin, n) ->
              kernel.rescale(
                  part.array(),
                  part.offset() + begin,
                  n,
                  from,
                  to,
                  same.array(),
                  same.offset() + begin));
      return same;
    }
  }
}
