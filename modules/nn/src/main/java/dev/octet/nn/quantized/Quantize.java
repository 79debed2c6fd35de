package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.Quantizer;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * From floats to 8-bit integers, at a border (PyTorch: {@code nnq.Quantize}): {@link
 * dev.octet.numerics.Affine#quantize} with the whole range of the type. Keeps the layout.
 *
 * @param y what integers stand for
 */
public record Quantize(ByteParams y) implements Module {
  /** The type's name. */
  public static final String TYPE = "quantize";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Quantize of(ModuleState state) {
    return new Quantize(Integers.from(state, "y"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return Integers.in(ModuleState.EMPTY, "y", y);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return new Ready(Integers.of(y)).forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return new Ready(Integers.of(y));
  }

  private record Ready(Integers out) implements Module {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      FloatTensor x = Args.anyFloats(inputs, 0);
      QTensor q = out.newTensor(x.shape(), x.layout(), execution);
      ByteParams p = out.params();
      Quantizer kernel = execution.kernel(Quantizer.class);
      Rows.forRuns(
          execution,
          x.shape().size(),
          (from, n) ->
              kernel.quantize(
                  x.array(),
                  x.offset() + from,
                  n,
                  p.scale(),
                  p.zeroPoint(),
                  p.qmin(),
                  p.qmax(),
                  q.array(),
                  q.offset() + from));
      return List.of(q);
    }
  }
}
