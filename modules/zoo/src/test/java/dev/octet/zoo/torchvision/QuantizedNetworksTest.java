package dev.octet.zoo.torchvision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.nn.Graph;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.observe.MinMaxObserver;
import dev.octet.observe.Observer;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.zoo.torchvision.Twin.Layer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Static quantization beside torchvision's: what observers see, what layers make of the same
 * integers, and what whole networks answer. Two of PyTorch's engines: onednn computes as Octet
 * does, up to what float keeps of sums that lie next to half a step; qnnpack rounds biases to
 * integers first.
 */
@Tag("torchvision")
class QuantizedNetworksTest {
  private static final Logger LOG = LoggerFactory.getLogger(QuantizedNetworksTest.class);

  /** Of the larger end of a range: float layers agree to their last places only. */
  private static final double RANGE = 1e-4;

  /**
   * Integers that may be a step apart where the arithmetic is the same but for float's last bit.
   */
  private static final double ROUNDING = 2e-5;

  /** Integers that may be a step apart where biases are rounded to integers. */
  private static final double ROUNDED_BIAS = 5e-3;

  static Stream<Arguments> twins() {
    return Network.ALL.stream().flatMap(n -> n.schemes().stream().map(s -> Arguments.of(n, s)));
  }

  @ParameterizedTest
  @MethodSource("twins")
  void observersSeeAndProposeTheSame(Network network, Scheme scheme) throws IOException {
    Twin twin = new Twin(network, scheme);
    PreparedGraph prepared = twin.prepare().calibrate(twin.calibration());
    Map<String, Observer> observers = prepared.observers();
    assertThat(observers.keySet()).containsExactlyInAnyOrderElementsOf(twin.observers());
    double range = 0;
    for (String name : twin.observers()) {
      MinMaxObserver ours = (MinMaxObserver) observers.get(name);
      double min = twin.min(name).toArray()[0];
      double max = twin.max(name).toArray()[0];
      double larger = Math.max(Math.abs(min), Math.abs(max));
      assertThat((double) ours.min()).as(name).isCloseTo(min, within(RANGE * larger));
      assertThat((double) ours.max()).as(name).isCloseTo(max, within(RANGE * larger));
      QParams theirs = twin.proposed(name);
      QParams proposed = ours.qparams();
      double scale = theirs.scale(0);
      assertThat((double) proposed.scale(0)).as(name).isCloseTo(scale, within(RANGE * scale));
      assertThat(Math.abs(proposed.zeroPoint(0) - theirs.zeroPoint(0)))
          .as(name)
          .isLessThanOrEqualTo(1);
      range =
          Math.max(
              range, Math.max(Math.abs(ours.min() - min), Math.abs(ours.max() - max)) / larger);

      Observer same = scheme.qconfig().activation().get();
      same.load(Map.of("min_val", twin.min(name), "max_val", twin.max(name)));
      assertThat(same.qparams()).as("%s, of the same range", name).isEqualTo(theirs);
    }
    Differences weights = weights(Quantization.convert(prepared), twin.loaded());
    LOG.info(
        "{} {}: ranges {} apart, weights {}", network, scheme, "%.1e".formatted(range), weights);
    assertThat(weights.differing()).isZero();
  }

  /** Our weights, folded and quantized, beside those of the checkpoint. */
  private static Differences weights(Graph ours, Graph theirs) {
    Differences all = Differences.NONE;
    for (Graph.Node n : ours.nodes()) {
      QTensor weight = weight(n);
      if (weight != null) {
        QTensor other = weight(theirs.node(n.name()));
        for (int c = 0; c < weight.qparams().count(); c++) {
          double scale = other.qparams().scale(c);
          assertThat((double) weight.qparams().scale(c))
              .as("%s %d", n.name(), c)
              .isCloseTo(scale, within(1e-6 * scale));
        }
        all = all.plus(Differences.of(weight.intRepr(), other.intRepr()));
      }
    }
    return all;
  }

  private static QTensor weight(Graph.Node node) {
    return switch (node.module()) {
      case QuantizedConv c -> c.weight();
      case QuantizedLinear l -> l.weight();
      default -> null;
    };
  }

  @ParameterizedTest
  @MethodSource("twins")
  void layersMakeTheSameOfTheSameIntegers(Network network, Scheme scheme) throws IOException {
    Twin twin = new Twin(network, scheme);
    Graph graph = twin.loaded();
    compare(twin, graph, "onednn", false, ROUNDING);
    if (scheme == Scheme.PER_TENSOR) {
      compare(twin, graph, "qnnpack", false, ROUNDED_BIAS);
      compare(twin, graph, "qnnpack", true, ROUNDING);
    }
  }

  private static void compare(
      Twin twin, Graph graph, String engine, boolean roundBiases, double share) {
    Differences all = Differences.NONE;
    List<Layer> layers = twin.layers(engine);
    for (Layer layer : layers) {
      Graph.Node node = graph.node(layer.name());
      QTensor ours = layer.run(roundBiases ? node.with(Biases.rounded(node.module())) : node);
      assertThat(ours.qparams()).as(layer.name()).isEqualTo(layer.out().qparams());
      Differences own = Differences.of(ours.intRepr(), layer.out().intRepr());
      assertThat(own.largest()).as(layer.name()).isLessThanOrEqualTo(1);
      all = all.plus(own);
    }
    LOG.info(
        "{} {}{}: {} layers, {} of {} integers a step apart",
        twin,
        engine,
        roundBiases ? ", biases rounded" : "",
        layers.size(),
        all.differing(),
        all.count());
    long quantized = graph.nodes().stream().filter(n -> weight(n) != null).count();
    assertThat(layers.size()).isGreaterThanOrEqualTo((int) quantized);
    assertThat(all.fraction()).isLessThanOrEqualTo(share);
  }

  @ParameterizedTest
  @MethodSource("twins")
  void networksAnswerTheSame(Network network, Scheme scheme) throws IOException {
    Twin twin = new Twin(network, scheme);
    Session session = twin.loaded().session(SessionOptions.threads(1));
    List<Integer> ours =
        Twin.batches(twin.floats("x")).stream()
            .flatMap(batch -> top(session.run(batch).floats("logits")).stream())
            .toList();
    for (String engine : scheme.engines()) {
      List<Integer> theirs = top(twin.floats(engine + ".logits"));
      assertThat(theirs.stream().distinct().count()).isGreaterThan(50);
      int same = 0;
      for (int i = 0; i < theirs.size(); i++) {
        same += ours.get(i).equals(theirs.get(i)) ? 1 : 0;
      }
      LOG.info("{} {}: {} of {} answers are the same", twin, engine, same, theirs.size());
      assertThat(same).isGreaterThanOrEqualTo((int) Math.ceil(0.99 * theirs.size()));
    }
  }

  private static List<Integer> top(FloatTensor logits) {
    int classes = logits.shape().dim(1);
    float[] all = logits.toArray();
    return Stream.iterate(0, at -> at < all.length, at -> at + classes)
        .map(at -> top(Arrays.copyOfRange(all, at, at + classes)))
        .toList();
  }

  private static int top(float[] logits) {
    int top = 0;
    for (int i = 1; i < logits.length; i++) {
      top = logits[i] > logits[top] ? i : top;
    }
    return top;
  }
}
