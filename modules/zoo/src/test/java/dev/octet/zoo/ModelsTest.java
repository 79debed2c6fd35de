package dev.octet.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {
  private static final MobileNetV2Config SMALL =
      MobileNetV2Config.standard().withWidth(0.25).withClasses(7);

  static FloatTensor images(int height, int width) {
    float[] x = new float[2 * 3 * height * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(i * 0.37) + (i % 11) * 0.1f;
    }
    return FloatTensor.wrap(x, 2, 3, height, width);
  }

  private static Architecture byName(String name) {
    return switch (name) {
      case "resnet18" -> Models.resnet18();
      case "resnet34" -> Models.resnet34();
      case "resnet50" -> Models.resnet50();
      case "resnet101" -> Models.resnet101();
      case "resnext50" -> Models.resnext50();
      case "resnext101" -> Models.resnext101();
      case "mobileNetV2" -> Models.mobileNetV2();
      default -> throw new AssertionError(name);
    };
  }

  /** The numbers of parameters that torchvision's documentation gives, and of its state_dicts. */
  @ParameterizedTest
  @CsvSource({
    "resnet18, 11689512, 102",
    "resnet34, 21797672, 182",
    "resnet50, 25557032, 267",
    "resnet101, 44549160, 522",
    "resnext50, 25028904, 267",
    "resnext101, 88791336, 522",
    "mobileNetV2, 3504872, 262"
  })
  void parametersAreAsMany(String name, long elements, int tensors) {
    Map<String, Shape> parameters = byName(name).parameters();
    assertThat(parameters).hasSize(tensors);
    assertThat(
            parameters.entrySet().stream()
                .filter(e -> !e.getKey().contains("running_"))
                .mapToLong(e -> e.getValue().size())
                .sum())
        .isEqualTo(elements);
  }

  @Test
  void nodesHaveTorchvisionsNames() {
    List<String> basic = names(Models.resnet18().random(1));
    assertThat(basic)
        .startsWith("conv1", "bn1", "relu", "maxpool", "layer1.0.conv1", "layer1.0.bn1")
        .containsSubsequence("layer2.0.downsample.0", "layer2.0.downsample.1", "layer2.0.add_relu")
        .containsSubsequence("layer4.1.add_relu.relu", "avgpool", "flatten", "fc")
        .doesNotContain("layer1.0.downsample.0");
    ResNetConfig small = new ResNetConfig(ResNetConfig.Block.BOTTLENECK, List.of(1, 1), 2, 8, 5);
    assertThat(names(Models.resnet(small).random(1)))
        .containsSubsequence(
            "layer1.0.conv1",
            "layer1.0.bn1",
            "layer1.0.relu1",
            "layer1.0.conv2",
            "layer1.0.bn2",
            "layer1.0.relu2",
            "layer1.0.conv3",
            "layer1.0.bn3",
            "layer1.0.downsample.0",
            "layer1.0.downsample.1",
            "layer1.0.skip_add_relu",
            "layer1.0.skip_add_relu.relu");
    assertThat(names(Models.mobileNetV2(SMALL).random(1)))
        .startsWith("features.0.0", "features.0.1", "features.0.2", "features.1.conv.0.0")
        .containsSubsequence("features.1.conv.1", "features.1.conv.2", "features.2.conv.0.0")
        .containsSubsequence("features.3.conv.3", "features.3.skip_add")
        .endsWith("features.18.2", "avgpool", "flatten", "classifier.1");
  }

  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }

  @Test
  void anySizeOfImageGivesLogits() {
    Graph net = Models.resnet(ResNetConfig.resnet18().withClasses(3)).random(4);
    for (int height : new int[] {32, 57}) {
      FloatTensor logits = net.forward(Map.of("x", images(height, 40))).floats("logits");
      assertThat(logits.shape()).isEqualTo(Shape.of(2, 3));
      for (float y : logits.toArray()) {
        assertThat(y).isFinite();
      }
    }
  }

  @Test
  void randomWeightsRepeatAndSizesStayInBounds() {
    for (String name : List.of("resnet50", "mobileNetV2")) {
      Architecture net = byName(name);
      assertThat(net.randomState(3)).isEqualTo(net.randomState(3));
      assertThat(net.randomState(3)).isNotEqualTo(net.randomState(4));
      assertThat(net.randomState(3).keySet()).isEqualTo(net.parameters().keySet());
      double square = 0;
      float[] logits =
          net.random(3).forward(Map.of("x", images(64, 64))).floats("logits").toArray();
      for (float y : logits) {
        square += y * y / logits.length;
      }
      assertThat(Math.sqrt(square)).isBetween(0.01, 100.0);
    }
  }

  @Test
  void reluInPlaceOfRelu6() {
    Graph relu = Models.mobileNetV2(SMALL.withRelu()).random(2);
    Graph relu6 = Models.mobileNetV2(SMALL).random(2);
    assertThat(names(relu)).isEqualTo(names(relu6));
    assertThat(typeOf(relu, "features.0.2")).isEqualTo("relu");
    assertThat(typeOf(relu6, "features.0.2")).isEqualTo("relu6");
  }

  private static String typeOf(Graph graph, String node) {
    return graph.nodes().stream()
        .filter(n -> n.name().equals(node))
        .findFirst()
        .orElseThrow()
        .module()
        .type();
  }

  /** Values of torchvision's _make_divisible. */
  @Test
  void channelsAreRoundedAsTorchvisionRounds() {
    assertThat(Models.mobileNetV2(SMALL).parameters())
        .containsEntry("features.0.0.weight", Shape.of(8, 3, 3, 3))
        .containsEntry("features.17.conv.2.weight", Shape.of(80, 240, 1, 1))
        .containsEntry("features.18.0.weight", Shape.of(1280, 80, 1, 1));
    MobileNetV2Config wide = MobileNetV2Config.standard().withWidth(1.4);
    assertThat(wide.divisible(1.4 * 24)).isEqualTo(32);
    assertThat(wide.divisible(1.4 * 1280)).isEqualTo(1792);
    assertThat(wide.divisible(11)).isEqualTo(16);
    assertThat(wide.divisible(1)).isEqualTo(8);
  }

  @Test
  void countersAreAcceptedAndAllElseIsListed() {
    Architecture net = Models.mobileNetV2(SMALL);
    Map<String, Tensor> state = new LinkedHashMap<>(net.randomState(1));
    state.put("features.0.1.num_batches_tracked", LongTensor.wrap(new long[] {7}));
    FloatTensor x = images(32, 32);
    assertThat(net.load(state).forward(Map.of("x", x)))
        .isEqualTo(net.random(1).forward(Map.of("x", x)));
    state.remove("features.0.1.bias");
    state.remove("classifier.1.weight");
    state.put("classifier.1.bias", FloatTensor.zeros(Shape.of(1000)));
    state.put("features.0.1.weight", LongTensor.wrap(new long[8], 8));
    state.put("fc.weight", FloatTensor.scalar(1));
    state.put("fc.num_batches_tracked", LongTensor.wrap(new long[] {7}));
    assertThatThrownBy(() -> net.load(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights do not fit: missing [features.0.1.bias, classifier.1.weight], unexpected"
                + " [fc.weight, fc.num_batches_tracked], of another shape [classifier.1.bias"
                + " [1000], expected [7]], not floats [features.0.1.weight INT64]");
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new ResNetConfig(ResNetConfig.Block.BASIC, List.of(1), 32, 4, 10))
        .hasMessage("basic blocks have 1 group of width 64, not 32 of 4");
    assertThatThrownBy(
            () -> new ResNetConfig(ResNetConfig.Block.BOTTLENECK, List.of(1, 0), 1, 64, 10))
        .hasMessage("layers [1, 0], expected one to eight numbers, at least 1");
    assertThatThrownBy(() -> ResNetConfig.resnet18().withClasses(0))
        .hasMessage("groups 1, widthPerGroup 64 and classes 0 must be at least 1");
    assertThatThrownBy(() -> SMALL.withWidth(Double.NaN))
        .hasMessage("width NaN is not above 0, at most 64");
  }
}
