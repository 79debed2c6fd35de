package dev.octet.quantization;

import dev.octet.kernel.QBinary;
import dev.octet.nn.Module;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.AvgPool;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.ChannelShuffle;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.Dropout;
import dev.octet.nn.modules.Elu;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.GroupNorm;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.HardSwish;
import dev.octet.nn.modules.Identity;
import dev.octet.nn.modules.InstanceNorm;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.LeakyRelu;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.LinearActivation;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.MaxPool;
import dev.octet.nn.modules.PRelu;
import dev.octet.nn.modules.Pad;
import dev.octet.nn.modules.PixelShuffle;
import dev.octet.nn.modules.PixelUnshuffle;
import dev.octet.nn.modules.QuantStub;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.Scalar;
import dev.octet.nn.modules.Silu;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Softmax;
import dev.octet.nn.modules.Softplus;
import dev.octet.nn.modules.Split;
import dev.octet.nn.modules.Squeeze;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.nn.modules.Upsample;
import dev.octet.nn.quantized.ByteLookup;
import dev.octet.nn.quantized.Quantize;
import dev.octet.nn.quantized.QuantizedArithmetic;
import dev.octet.nn.quantized.QuantizedBatchNorm;
import dev.octet.nn.quantized.QuantizedConcat;
import dev.octet.nn.quantized.QuantizedGroupNorm;
import dev.octet.nn.quantized.QuantizedLayerNorm;
import dev.octet.nn.quantized.QuantizedMatMul;
import dev.octet.nn.quantized.QuantizedPRelu;
import dev.octet.nn.quantized.QuantizedScalar;
import dev.octet.nn.quantized.QuantizedSoftmax;
import dev.octet.numerics.ByteParams;
import dev.octet.numerics.ByteTable;
import dev.octet.quantization.StaticRule.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Octet's own rules of static quantization, by module type. */
final class StaticRules {
  static final StaticRule LINEAR = new LinearRule();

  private StaticRules() {}

  static Map<String, StaticRule> table() {
    Map<String, StaticRule> table = new LinkedHashMap<>();
    for (int spatial = 1; spatial <= 3; spatial++) {
      table.put(ConvWeights.type(spatial, false), new ConvRule());
      table.put(ConvWeights.type(spatial, true), new ConvRule());
    }
    table.put(Linear.TYPE, LINEAR);
    table.put(LinearActivation.LEAKY_RELU, new LinearActivationRule());
    table.put(LinearActivation.TANH, new LinearActivationRule());
    table.put("add", new ArithmeticRule(QBinary.Op.ADD));
    table.put("mul", new ArithmeticRule(QBinary.Op.MUL));
    Scalar.OPS.forEach(op -> table.put(Scalar.type(op), new ScalarRule()));
    table.put(
        Concat.TYPE, observed((m, n) -> new QuantizedConcat(((Concat) m).axis(), n.output())));
    table.put(
        MatMul.TYPE, observed((m, n) -> new QuantizedMatMul(n.input(0), n.input(1), n.output())));
    table.put(QuantStub.TYPE, new StubRule());
    functions(table);
    norms(table);
    sameScale(table);
    return table;
  }

  /** Modules that move, select, repeat or average elements. */
  private static void sameScale(Map<String, StaticRule> table) {
    List<String> types =
        List.of(
            AdaptivePool.AVERAGE,
            AdaptivePool.MAX,
            AvgPool.TYPE,
            ChannelShuffle.TYPE,
            Clamp.RELU6,
            Clamp.TYPE,
            Dropout.TYPE,
            Flatten.TYPE,
            Identity.TYPE,
            MaxPool.TYPE,
            PixelShuffle.TYPE,
            PixelUnshuffle.TYPE,
            "relu",
            Split.TYPE,
            Transpose.TYPE,
            Upsample.TYPE);
    types.forEach(type -> table.put(type, SameScale.ALL));
    for (String type :
        List.of(
            Pad.TYPE, ReduceMean.TYPE, Reshape.TYPE, Slice.TYPE, Squeeze.TYPE, Unsqueeze.TYPE)) {
      table.put(type, SameScale.FIRST);
    }
  }

  private static void functions(Map<String, StaticRule> table) {
    table.put(
        "sigmoid",
        new FunctionRule(Output.COMPUTED, m -> ByteTable::sigmoid, StaticRules::zeroToOne));
    table.put(
        HardSigmoid.TYPE,
        new FunctionRule(
            Output.COMPUTED,
            m -> x -> Math.clamp(((HardSigmoid) m).alpha() * x + ((HardSigmoid) m).beta(), 0, 1),
            StaticRules::zeroToOne));
    table.put(
        "tanh",
        new FunctionRule(
            Output.COMPUTED, m -> StrictMath::tanh, x -> ByteTable.tanhOutput(x.unsigned())));
    table.put("gelu", new FunctionRule(Output.INPUT, m -> ByteTable::gelu, x -> x));
    table.put(HardSwish.TYPE, function(m -> ByteTable::hardSwish));
    table.put(Silu.TYPE, function(m -> ByteTable::silu));
    table.put(Softplus.TYPE, function(m -> StaticRules::softplus));
    table.put(LeakyRelu.TYPE, function(m -> ByteTable.leakyRelu(((LeakyRelu) m).slope())));
    table.put(Elu.TYPE, function(m -> elu((Elu) m)));
    table.put(Elu.CELU, function(m -> elu((Elu) m)));
    table.put(
        PRelu.TYPE,
        observed((m, n) -> new QuantizedPRelu(((PRelu) m).slope(), n.input(0), n.output())));
    table.put(Softmax.TYPE, new SoftmaxRule());
  }

  private static ByteParams zeroToOne(ByteParams x) {
    return ByteTable.sigmoidOutput(x.unsigned());
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static DoubleUnaryOperator elu(Elu elu) {
    return ByteTable.elu(elu.alpha(), 1, elu.continuous() ? 1.0 / elu.alpha() : 1);
  }

  private static void norms(Map<String, StaticRule> table) {
    table.put(BatchNorm.TYPE, new BatchNormRule());
    table.put(LayerNorm.TYPE, new LayerNormRule());
    table.put(
        GroupNorm.TYPE,
        observed(
            (m, n) -> {
              GroupNorm g = (GroupNorm) m;
              return new QuantizedGroupNorm(
                  g.groups(), g.gamma(), g.beta(), g.eps(), n.input(0), n.output());
            }));
    table.put(
        InstanceNorm.TYPE,
        observed(
            (m, n) -> {
              InstanceNorm i = (InstanceNorm) m;
              int groups = i.gamma().shape().size();
              return new QuantizedGroupNorm(
                  groups, i.gamma(), i.beta(), i.eps(), n.input(0), n.output());
            }));
  }

  private static StaticRule observed(BiFunction<Module, StaticRule.Context, Module> made) {
    return new ObservedRule(made);
  }

  private static StaticRule function(Function<Module, DoubleUnaryOperator> f) {
    return new FunctionRule(Output.OBSERVED, f, x -> x);
  }

  /** Modules that follow, whose results are observed. */
  private record ObservedRule(BiFunction<Module, Context, Module> made) implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public Module convert(Module module, Context node) {
      return made.apply(module, node);
    }
  }

  /** Functions of each element, which become tables. */
  private record FunctionRule(
      Output output, Function<Module, DoubleUnaryOperator> f, UnaryOperator<ByteParams> computed)
      implements StaticRule {
    @Override
    public ByteParams params(Module module, List<ByteParams> inputs) {
      return computed.apply(inputs.getFirst());
    }

    @Override
    public Module convert(Module module, Context node) {
      return ByteLookup.of(module.type(), node.input(0), node.output(), f.apply(module));
    }
  }

  private record SoftmaxRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.COMPUTED;
    }

    @Override
    public ByteParams params(Module module, List<ByteParams> inputs) {
      return ByteTable.sigmoidOutput(inputs.getFirst().unsigned());
    }

    @Override
    public Module convert(Module module, Context node) {
      return new QuantizedSoftmax((Softmax) module, node.output());
    }
  }

  private record ScalarRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.COMPUTED;
    }

    @Override
    public ByteParams params(Module module, List<ByteParams> inputs) {
      return QuantizedScalar.result((Scalar) module, inputs.getFirst()).params();
    }

    @Override
    public Module convert(Module module, Context node) {
      return new QuantizedScalar((Scalar) module, node.input(0));
    }
  }

  /** Where a user wants integers to begin. */
  private record StubRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public boolean starts() {
      return true;
    }

    @Override
    public int dataInputs(int inputs) {
      return 0;
    }

    @Override
    public Module convert(Module module, Context node) {
      return new Quantize(node.output());
    }
  }

  private record BatchNormRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public Optional<String> refuses(Module module) {
      Limits limits = ((BatchNorm) module).limits();
      return limits.isNone() || limits.equals(Limits.RELU)
          ? Optional.empty()
          : Optional.of("limits other than a ReLU's are fused into it");
    }

    @Override
    public Module convert(Module module, Context node) {
      return new QuantizedBatchNorm((BatchNorm) module, node.input(0), node.output());
    }
  }

  private record LayerNormRule() implements StaticRule {
    @Override
    public Output output() {
      return Output.OBSERVED;
    }

    @Override
    public Module convert(Module module, Context node) {
      return new QuantizedLayerNorm((LayerNorm) module, node.input(0), node.output());
    }
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
}
