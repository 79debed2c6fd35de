package com.example;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.observe.QConfig;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.quantization.StaticRule;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A small network of images, quantized statically with an observer and a rule of the user's own.
 */
record Images(Function<int[], FloatTensor> floats) {
  private static final int CHANNELS = 16;

  Graph network() {
    ConvFilter filter = ConvFilter.of2d(3, CHANNELS, 1, 3, 2, 1);
    FloatTensor weight = floats.apply(new int[] {CHANNELS, 3, 3, 3});
    GraphBuilder g = Graph.builder();
    return g.output(
            "y",
            g.input("x", Graph.ANY, 3, Graph.ANY, Graph.ANY)
                .then("conv", new Conv(2, filter, weight, floats.apply(new int[] {CHANNELS})))
                .then("relu", new Activation(FloatUnary.Op.RELU))
                .then("avgpool", AdaptivePool.globalAverage(2))
                .then("flatten", new Flatten(1, -1))
                .then("head", new ScaledLinear(floats.apply(new int[] {5, CHANNELS}), 0.5f)))
        .build();
  }

  Graph quantized(Graph net) {
    QConfigMapping mapping =
        QConfigMapping.of(QConfig.OCTET.activation(TrimmedObserver::new))
            .rule(ScaledLinear.TYPE, new Rule());
    PreparedGraph first = Quantization.prepare(net, mapping).calibrate(List.of(batch(), batch()));
    PreparedGraph again = Quantization.prepare(net, mapping).load(first.state());
    return Quantization.convert(again.calibrate(List.of(batch())));
  }

  Map<String, Tensor> batch() {
    return Map.of("x", floats.apply(new int[] {2, 3, 24, 24}));
  }

  private record Rule() implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public boolean starts() {
      return true;
    }

    @Override
    public Module convert(Module module, Context node) {
      return new QuantizedLinear(
          node.weight(((ScaledLinear) module).scaled()),
          null,
          node.input(0),
          node.output(),
          Limits.NONE);
    }
  }
}
