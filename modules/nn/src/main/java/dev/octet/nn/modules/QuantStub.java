package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.support.Args;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Where integers are to begin, where a user wants to say it (PyTorch: {@code
 * torch.ao.quantization.QuantStub}). Does nothing until static quantization puts a quantization in
 * its place. Nothing needs it: {@code prepare} finds the places by itself.
 */
public record QuantStub() implements Module {
  /** The type's name. */
  public static final String TYPE = "quant_stub";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    return inputs;
  }
}
