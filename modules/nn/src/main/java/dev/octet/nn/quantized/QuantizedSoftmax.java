package dev.octet.nn.quantized;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Softmax;
import dev.octet.nn.support.Integers;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link Softmax} of 8-bit integers (PyTorch: {@code quantized::softmax}): of the real numbers that
 * they stand for, in float.
 *
 * @param softmax the axis
 * @param y what the result's integers stand for
 */
public record QuantizedSoftmax(Softmax softmax, ByteParams y) implements Module {
  /** The type's name. */
  public static final String TYPE = "quantized_softmax";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedSoftmax of(ModuleState state) {
    return new QuantizedSoftmax(Softmax.of(state), Integers.from(state, "y"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return Integers.in(softmax.state(), "y", y);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    List<Tensor> reals = new Dequantize().forward(inputs, execution);
    return new Quantize(y).forward(softmax.forward(reals, execution), execution);
  }
}
