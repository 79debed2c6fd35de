package dev.octet.quantization;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.QGemm;
import dev.octet.nn.Module;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.AvgPool;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MaxPool;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.nn.quantized.QuantizedArithmetic;
import dev.octet.nn.quantized.QuantizedConcat;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Octet's own rules of static quantization, by module type. */
final class StaticRules {
  private StaticRules() {}

  static Map<String, StaticRule> table() {
    Map<String, StaticRule> table = new LinkedHashMap<>();
    for (int spatial = 1; spatial <= 3; spatial++) {
      table.put(ConvWeights.type(spatial, false), new ConvRule());
      table.put(ConvWeights.type(spatial, true), new ConvRule());
    }
    table.put(Linear.TYPE, new LinearRule());
    table.put("add", new ArithmeticRule(QBinary.Op.ADD));
    table.put("mul", new ArithmeticRule(QBinary.Op.MUL));
    table.put(Concat.TYPE, new ConcatRule());
    for (String type :
        new String[] {
          MaxPool.TYPE,
          AvgPool.TYPE,
          AdaptivePool.AVERAGE,
          AdaptivePool.MAX,
          Flatten.TYPE,
          Clamp.TYPE,
          Clamp.RELU6,
          "relu",
          Transpose.TYPE
        }) {
      table.put(type, SameScale.ALL);
    }
    for (String type : new String[] {Reshape.TYPE, Slice.TYPE, Unsqueeze.TYPE}) {
      table.put(type, SameScale.FIRST);
    }
    return table;
  }

  private static Optional<String> weightProblem(FloatTensor weight, int k) {
    if (k > QGemm.MAX_K) {
      return Optional.of("it sums more than " + QGemm.MAX_K + " products: sums could leave int32");
    }
    return weight.shape().size() == 0 || !Rules.finite(weight)
        ? Optional.of("its weight is empty or holds NaN or infinity")
        : Optional.empty();
  }

  /** Modules that keep their input's scale and take integers themselves. */
  private record SameScale(int data) implements StaticRule {
    static final SameScale ALL = new SameScale(Integer.MAX_VALUE);
    static final SameScale FIRST = new SameScale(1);

    @Override
    public Output output() {
      return Output.INPUT;
    }

    @Override
    public int dataInputs(int inputs) {
      return Math.min(inputs, data);
    }

    @Override
    public Module convert(Module module, Context node) {
      return module;
    }
  }

  private record ConvRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public boolean starts() {
      return true;
    }

    @Override
    public Optional<String> refuses(Module module) {
      Conv conv = (Conv) module;
      return weightProblem(conv.weight(), conv.filter().k());
    }

    @Override
    public Module convert(Module module, Context node) {
      Conv conv = (Conv) module;
      return new QuantizedConv(
          conv.spatial(),
          conv.filter(),
          weight(conv, node),
          conv.bias(),
          node.input(0),
          node.output(),
          conv.add(),
          conv.limits());
    }

    /** Weights of transposed convolutions have their output channels on axis 1. */
    private static QTensor weight(Conv conv, Context node) {
      if (!conv.filter().transposed()) {
        return node.weight(conv.weight());
      }
      int[] order = new int[conv.spatial() + 2];
      for (int i = 0; i < order.length; i++) {
        order[i] = i < 2 ? 1 - i : i;
      }
      return node.weight(conv.weight().transpose(order)).transpose(order);
    }
  }

  private record LinearRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public boolean starts() {
      return true;
    }

    @Override
    public Optional<String> refuses(Module module) {
      Linear linear = (Linear) module;
      return weightProblem(linear.weight(), linear.weight().shape().dim(1));
    }

    @Override
    public Module convert(Module module, Context node) {
      Linear linear = (Linear) module;
      return new QuantizedLinear(
          node.weight(linear.weight()),
          linear.bias(),
          node.input(0),
          node.output(),
          linear.limits());
    }
  }

  private record ArithmeticRule(QBinary.Op op) implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public Optional<String> refuses(Module module) {
      var limits = ((Arithmetic) module).limits();
      return limits.least() > 0 || limits.greatest() < 0
          ? Optional.of("its limits leave out 0")
          : Optional.empty();
    }

    @Override
    public Module convert(Module module, Context node) {
      return new QuantizedArithmetic(op, node.output(), ((Arithmetic) module).limits());
    }
  }

  private record ConcatRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public Module convert(Module module, Context node) {
      return new QuantizedConcat(((Concat) module).axis(), node.output());
    }
  }
}
