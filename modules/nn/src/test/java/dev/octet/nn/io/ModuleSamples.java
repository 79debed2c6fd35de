package dev.octet.nn.io;

import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.Windows;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.ArgMax;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Attention;
import dev.octet.nn.modules.AvgPool;
import dev.octet.nn.modules.Bags;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.ByteEmbeddingBag;
import dev.octet.nn.modules.Cast;
import dev.octet.nn.modules.ChannelShuffle;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.DeQuantStub;
import dev.octet.nn.modules.Deferred;
import dev.octet.nn.modules.Dropout;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Elu;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.EmbeddingBag;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.Gemm;
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
import dev.octet.nn.modules.Sampling;
import dev.octet.nn.modules.Scalar;
import dev.octet.nn.modules.ShapeOf;
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
import dev.octet.nn.quantized.Dequantize;
import dev.octet.nn.quantized.Quantize;
import dev.octet.nn.quantized.QuantizedArithmetic;
import dev.octet.nn.quantized.QuantizedBatchNorm;
import dev.octet.nn.quantized.QuantizedConcat;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedGroupNorm;
import dev.octet.nn.quantized.QuantizedLayerNorm;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.nn.quantized.QuantizedLinearActivation;
import dev.octet.nn.quantized.QuantizedMatMul;
import dev.octet.nn.quantized.QuantizedPRelu;
import dev.octet.nn.quantized.QuantizedScalar;
import dev.octet.nn.quantized.QuantizedSoftmax;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Modules of every type, with every setting away from its default in at least one of them. */
final class ModuleSamples {
  private ModuleSamples() {}

  static List<Module> of(String type) {
    return all(new RandomTensors(11)).filter(m -> m.type().equals(type)).toList();
  }

  private static Stream<Module> all(RandomTensors random) {
    return Stream.of(
            functions(),
            parametrized(random),
            deferred(),
            shapes(),
            moves(),
            weights(random),
            images(random),
            integers(random))
        .flatMap(s -> s);
  }

  private static Stream<Module> functions() {
    return Stream.concat(
        Arrays.stream(FloatUnary.Op.values()).map(Activation::new),
        Arrays.stream(FloatBinary.Op.values())
            .flatMap(op -> limits().map(limits -> new Arithmetic(op, limits))));
  }

  private static Stream<Module> parametrized(RandomTensors random) {
    return Stream.of(
        new Dropout(0.25f),
        new Elu(0.5f, false),
        new Elu(2, true),
        new GroupNorm(2, random.normal(1, 4), random.normal(1, 4), 1e-3f),
        HardSigmoid.STANDARD,
        new HardSigmoid(0.2f, 0.25f),
        new HardSwish(),
        new Identity(),
        new InstanceNorm(random.normal(1, 4), random.normal(1, 4), 1e-3f),
        new LeakyRelu(0.1f),
        new PRelu(random.normal(1, 3)),
        new Silu(),
        new Softplus());
  }

  private static Stream<Module> deferred() {
    ModuleState settings = ModuleState.EMPTY.with("strides", new int[] {1, 2}).with("max", true);
    return Arrays.stream(Deferred.Kind.values())
        .map(kind -> new Deferred(kind, settings, List.of(1, 3)));
  }

  private static Stream<Module> moves() {
    return Stream.of(
        new ChannelShuffle(3),
        new Pad(Padding.REFLECT, List.of(1, -2), List.of(0, 3), 0),
        new Pad(Padding.CONSTANT, List.of(1), List.of(2), 0.5f),
        new PixelShuffle(2, true),
        new PixelUnshuffle(3, true),
        Split.chunk(-1, 3),
        new Split(2, 2, List.of(1, 4)),
        new Squeeze(),
        Upsample.to(Sampling.NEAREST_EXACT, 5, 7),
        Upsample.by(Sampling.LINEAR_ALIGNED, 1.5, 2.0));
  }

  private static Stream<Limits> limits() {
    return Stream.of(Limits.NONE, Limits.RELU, Limits.RELU6, new Limits(-0.5f, 2));
  }

  private static Stream<Module> images(RandomTensors random) {
    Windows.Sliding odd = new Windows.Sliding(3, 2, 1, 0, 2, true, false);
    Windows.Sliding even = new Windows.Sliding(2, 1, 0, 1, 1, true, false);
    Stream<Module> pools =
        Stream.of(
            new AdaptivePool(false, List.of(1, 2)),
            new AdaptivePool(true, List.of(3)),
            new AvgPool(List.of(odd, even), 5),
            new MaxPool(List.of(odd)),
            new Flatten(1, -2));
    return Stream.of(
            pools,
            limits().skip(1).map(Clamp::new),
            limits().map(l -> batchNorm(random, l)),
            limits().flatMap(l -> convolutions(random, l)),
            limits().map(l -> new Linear(random.normal(1, 2, 3), random.normal(1, 2), l)))
        .flatMap(s -> s);
  }

  private static Module batchNorm(RandomTensors random, Limits limits) {
    FloatTensor v = random.normal(1, 3);
    return new BatchNorm(v, random.normal(1, 3), random.normal(1, 3), v, 1e-4f, limits);
  }

  private static Stream<Module> integers(RandomTensors random) {
    ByteParams x = new ByteParams(0.5f, 3, true);
    ByteParams y = new ByteParams(0.25f, -3, false);
    QTensor w =
        QTensor.quantizePerChannel(
            random.normal(1, 2, 3), new float[] {0.1f, 0.2f}, new int[2], 0, DType.QINT8);
    Stream<Module> limited =
        limits()
            .filter(l -> l.least() <= 0)
            .flatMap(
                l ->
                    Stream.of(
                        new QuantizedArithmetic(QBinary.Op.ADD, x, l),
                        new QuantizedArithmetic(QBinary.Op.MUL, y, l),
                        new QuantizedLinear(w, random.normal(1, 2), x, y, l),
                        new QuantizedLinear(w, null, y, x, l)));
    FloatTensor v = random.normal(1, 4);
    FloatTensor b = random.normal(1, 4);
    Stream<Module> functions =
        ByteLookup.FUNCTIONS.stream().map(f -> ByteLookup.of(f, x, y, Math::abs));
    return Stream.of(
            limited,
            functions,
            norms(random),
            Stream.of(
                new QuantizedGroupNorm(2, v, b, 1e-3f, x, y),
                new QuantizedLayerNorm(new LayerNorm(v, b, 1e-3f), y, x),
                new QuantizedMatMul(x, y, x),
                new QuantizedPRelu(v, y, x),
                new LinearActivation(
                    new Linear(random.normal(1, 2, 3), random.normal(1, 2)), new LeakyRelu(0.1f)),
                new LinearActivation(
                    new Linear(random.normal(1, 2, 3), null), new Activation(FloatUnary.Op.TANH)),
                new QuantizedLinearActivation(w, random.normal(1, 2), new LeakyRelu(0.1f), x, y),
                new QuantizedLinearActivation(w, null, new Activation(FloatUnary.Op.TANH), y, x),
                new QuantizedScalar(new Scalar(FloatBinary.Op.MUL, -0.3f), x),
                new QuantizedScalar(new Scalar(FloatBinary.Op.ADD, 2.5f), x),
                new Scalar(FloatBinary.Op.MUL, -0.3f),
                new Scalar(FloatBinary.Op.ADD, 2.5f),
                new QuantizedSoftmax(new Softmax(1, true), y),
                new QuantStub(),
                new DeQuantStub()),
            Stream.of(
                new Dequantize(),
                new Quantize(x),
                new Quantize(y),
                new QuantizedConcat(1, x),
                new QuantizedConcat(-1, y)))
        .flatMap(m -> m);
  }

  private static Stream<Module> norms(RandomTensors random) {
    ByteParams x = new ByteParams(0.5f, 3, true);
    ByteParams y = new ByteParams(0.25f, -3, false);
    return Stream.of(Limits.NONE, Limits.RELU)
        .map(l -> new QuantizedBatchNorm((BatchNorm) batchNorm(random, l), x, y));
  }

  private static Stream<Module> convolutions(RandomTensors random, Limits limits) {
    List<ConvFilter.Axis> axes =
        List.of(
            new ConvFilter.Axis(2, 1, 1, 0, 1, 0),
            new ConvFilter.Axis(3, 2, 0, 2, 1, 0),
            new ConvFilter.Axis(1, 1, 0, 0, 3, 0));
    List<Module> all = new ArrayList<>();
    for (int spatial = 1; spatial <= 3; spatial++) {
      for (boolean transposed : new boolean[] {false, true}) {
        ConvFilter filter = ConvWeights.filter(4, 6, 2, transposed, axes.subList(3 - spatial, 3));
        FloatTensor w = random.normal(1, ConvWeights.shape(filter, spatial).dims());
        all.add(new Conv(spatial, filter, w, random.normal(1, 6), false, limits));
        all.add(new Conv(spatial, filter, w, null, true, limits));
        QTensor q = QTensor.quantizePerTensor(w, 0.1f, 0, DType.QINT8);
        ByteParams x = new ByteParams(0.5f, 3, true);
        ByteParams y = new ByteParams(0.25f, -3, false);
        FloatTensor b = random.normal(1, 6);
        all.add(new QuantizedConv(spatial, filter, q, b, x, y, false, limits));
        all.add(new QuantizedConv(spatial, filter, q, null, y, x, true, limits));
      }
    }
    return all.stream();
  }

  private static Stream<Module> shapes() {
    return Stream.concat(
        Arrays.stream(Cast.To.values()).map(Cast::new),
        Stream.of(
            new ArgMax(-1, true, false),
            new ArgMax(1, false, true),
            new Concat(-1),
            new Gather(2),
            new Gemm(0.5f, 2, true, false),
            new Gemm(1, 0.1f, false, true),
            new MatMul(),
            new ReduceMean(true, false),
            new ReduceMean(false, true),
            new Reshape(true),
            new Reshape(false),
            new ShapeOf(1, Integer.MAX_VALUE),
            new Slice(true, false),
            new Slice(false, true),
            new Softmax(-1, false),
            new Softmax(1, true),
            new Transpose(List.of(1, 0, 2)),
            new Unsqueeze()));
  }

  private static Stream<Module> weights(RandomTensors random) {
    QTensor perTensor = QTensor.quantizePerTensor(random.normal(1, 2, 3), 0.1f, 3, DType.QUINT8);
    QTensor perChannel =
        QTensor.quantizePerChannel(
            random.normal(1, 2, 3), new float[] {0.1f, 0.2f}, new int[2], 0, DType.QINT8);
    return Stream.of(
        new Attention(3, 0.125f),
        ByteEmbedding.quantize(new Embedding(random.normal(1, 5, 3))),
        ByteEmbeddingBag.quantize(new EmbeddingBag(random.normal(1, 5, 3), new Bags(true, true))),
        new Constant(LongTensor.wrap(new long[] {1, 2}, 2)),
        new Constant(random.normal(1, 3)),
        new DynamicLinear(perTensor, null, false, true, false),
        new DynamicLinear(perChannel, random.normal(1, 2), true, false, true),
        new Embedding(random.normal(1, 5, 3)),
        new EmbeddingBag(random.normal(1, 5, 3), new Bags(true, false)),
        new EmbeddingBag(random.normal(1, 5, 3), new Bags(false, true)),
        new LayerNorm(random.normal(1, 3), random.normal(1, 3), 1e-12f),
        new Linear(random.normal(1, 2, 3), null),
        new Linear(random.normal(1, 2, 3), random.normal(1, 2)));
  }

  /** A small transformer: embeddings, attention, residuals, an MLP; ids [any, any] to y. */
  static Graph encoderBlock(long seed, int size, int heads) {
    RandomTensors random = new RandomTensors(seed);
    GraphBuilder g = Graph.builder();
    Value ids = g.input("ids", DType.INT64, Graph.ANY, Graph.ANY);
    Value x = g.add("embedding", new Embedding(random.normal(1, 32, size)), ids);
    Value y = g.scope("block", b -> block(b, x, random, size, heads));
    return g.output("y", y).build();
  }

  private static Value block(GraphBuilder g, Value x, RandomTensors random, int size, int heads) {
    Value q = g.add("q", linear(random, size, size), x);
    Value k = g.add("k", linear(random, size, size), x);
    Value v = g.add("v", linear(random, size, size), x);
    Value a = g.add("attention", new Attention(heads, 0.5f), q, k, v);
    Value h = g.add("norm1", norm(random, size), a, x);
    Value wide = g.add("fc1", linear(random, 4 * size, size), h);
    Value gelu = g.add("gelu", new Activation(FloatUnary.Op.GELU), wide);
    return g.add(
        "norm2", norm(random, size), g.add("fc2", linear(random, size, 4 * size), gelu), h);
  }

  private static Linear linear(RandomTensors random, int out, int in) {
    return new Linear(random.normal(1, out, in), random.normal(1, out));
  }

  private static LayerNorm norm(RandomTensors random, int size) {
    return new LayerNorm(random.normal(1, size), random.normal(1, size), 1e-5f);
  }
}
