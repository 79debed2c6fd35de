package dev.octet.benchmarks.peers;

import dev.octet.engine.Engine;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.numerics.ByteParams;
import dev.octet.quantization.Fusions;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import dev.octet.zoo.Architecture;
import dev.octet.zoo.Models;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A network that classifies one image of 224 x 224 pixels, with random weights, in the forms that
 * everybody runs: float with all layers joined, and int8 by Octet's default, calibrated on a few
 * images of noise.
 *
 * @param name its name
 * @param image the input, [1, 3, 224, 224], not one of those
 * @param fused float, batch normalization, ReLU and sums joined to convolutions
 * @param int8 the same in 8 bits
 * @param int8Apart in 8 bits, with sums as layers of their own, for those who cannot join them
 * @param shapes of all values of {@code fused}
 */
record ImageModel(
    String name,
    FloatTensor image,
    Graph fused,
    Graph int8,
    Graph int8Apart,
    Map<String, Shape> shapes) {
  /** The networks, by name. */
  static final Map<String, Supplier<Architecture>> ALL = all();

  private static final int SIZE = 224;
  private static final int CALIBRATION = 4;

  /** PyTorch's table, and ReLU6 behind convolutions. */
  private static final Fusions APART = Fusions.pytorch().with(ImageModel::clamped);

  private static Map<String, Supplier<Architecture>> all() {
    Map<String, Supplier<Architecture>> all = new LinkedHashMap<>();
    all.put("ResNet-18", Models::resnet18);
    all.put("ResNet-50", Models::resnet50);
    all.put("MobileNetV2", Models::mobileNetV2);
    return all;
  }

  static ImageModel of(String name) {
    Graph original = ALL.get(name).get().random(1);
    Random random = new Random(1);
    List<Map<String, FloatTensor>> images =
        IntStream.range(0, CALIBRATION).mapToObj(i -> inputs(original, noise(random))).toList();
    FloatTensor image = noise(random);
    Graph fused = Quantization.fuse(original);
    Map<String, Shape> shapes = new HashMap<>();
    fused
        .session(SessionOptions.threads(1).on(Engine.standard()))
        .run(
            Map.copyOf(inputs(fused, image)), (value, tensor) -> shapes.put(value, tensor.shape()));
    return new ImageModel(
        name,
        image,
        fused,
        int8(original, Fusions.octet(), images),
        int8(original, APART, images),
        shapes);
  }

  private static Map<String, FloatTensor> inputs(Graph graph, FloatTensor image) {
    return Map.of(graph.inputs().getFirst().name(), image);
  }

  private static Graph int8(
      Graph original, Fusions fusions, List<Map<String, FloatTensor>> images) {
    return Quantization.convert(
        Quantization.prepare(original, QConfigMapping.octet(), fusions).calibrate(images));
  }

  private static Optional<Module> clamped(Module first, Module next) {
    return first instanceof Conv c && c.limits().isNone() && next instanceof Clamp clamp
        ? Optional.of(
            new Conv(c.spatial(), c.filter(), c.weight(), c.bias(), c.add(), clamp.limits()))
        : Optional.empty();
  }

  private static FloatTensor noise(Random random) {
    FloatTensor t = FloatTensor.zeros(Shape.of(1, 3, SIZE, SIZE));
    for (int i = 0; i < t.array().length; i++) {
      t.array()[i] = (float) random.nextGaussian();
    }
    return t;
  }

  Map<String, Tensor> inputs() {
    return Map.copyOf(inputs(fused, image));
  }

  String input() {
    return fused.inputs().getFirst().name();
  }

  /** The sizes of a value, as PyTorch and ONNX want them. */
  long[] dims(String value) {
    return Arrays.stream(shapes.get(value).dims()).asLongStream().toArray();
  }

  long macs() {
    long macs = 0;
    for (Node n : fused.nodes()) {
      long results = shapes.get(n.output()).size();
      macs +=
          switch (n.module()) {
            case Conv c -> results * c.filter().k();
            case Linear l -> results * l.weight().shape().dim(1);
            default -> 0;
          };
    }
    return macs;
  }

  /** Whether nobody reads a value after this node. */
  static boolean isLastReader(Graph graph, Node node, String value) {
    List<Node> nodes = graph.nodes();
    return nodes.subList(nodes.indexOf(node) + 1, nodes.size()).stream()
        .noneMatch(n -> n.inputs().contains(value));
  }

  /**
   * Refuses limits that the range of integers does not have already: a ReLU whose zero is the least
   * integer, a ReLU6 whose 6 is the greatest.
   */
  static void checkSaturates(Limits limits, ByteParams y) {
    QParams p = QParams.perTensor(y.scale(), y.zeroPoint());
    if (limits.least(p, y.qmin(), y.qmax()) != y.qmin()
        || limits.greatest(p, y.qmin(), y.qmax()) != y.qmax()) {
      throw new IllegalStateException(limits + " cut into the range of " + y);
    }
  }
}
