package com.example;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Linear;
import dev.octet.observe.Observer;
import dev.octet.quantization.DynamicRule.Verdict;
import dev.octet.quantization.DynamicScheme;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/** A user's own layer, {@code factor · x Wᵀ}, and a rule that quantizes it to one of Octet's. */
record ScaledLinear(FloatTensor weight, float factor) implements Module {
  static final String TYPE = "example.scaled_linear";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return new Linear(scaled(), null).forward(inputs, execution);
  }

  FloatTensor scaled() {
    float[] values = weight.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return FloatTensor.wrap(values, weight.shape().dims());
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("weight", weight).with("factor", factor);
  }

  static ScaledLinear of(ModuleState state) {
    return new ScaledLinear(state.tensor("weight", FloatTensor.class), state.floatOf("factor"));
  }

  static Verdict quantize(Module module, DynamicScheme scheme) {
    FloatTensor weight = ((ScaledLinear) module).scaled();
    Observer observer = scheme.qconfig().weight().get();
    observer.observe(weight);
    QTensor integers = QTensor.quantize(weight, observer.qparams(), observer.dtype());
    return new Verdict.Quantized(
        new DynamicLinear(integers, null, scheme.perRow(), false, false), "factor folded in");
  }
}
