package dev.octet.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.quantized.Quantize;
import dev.octet.nn.quantized.QuantizedArithmetic;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.numerics.ByteParams;
import dev.octet.observe.QConfig;
import dev.octet.quantization.Fusions;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantizedModelsTest {
  private static final MobileNetV2Config SMALL =
      MobileNetV2Config.standard().withWidth(0.25).withClasses(7);

  private static Graph quantized(Architecture architecture, QConfig qconfig, Tensor x) {
    return Quantization.convert(
        Quantization.prepare(architecture.random(1), QConfigMapping.of(qconfig), Fusions.pytorch())
            .calibrate(List.of(Map.of("x", x))));
  }

  /** What PyTorch would save of such a network. */
  private static Map<String, Tensor> state(Graph graph) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Node n : graph.nodes()) {
      switch (n.module()) {
        case QuantizedConv c -> put(state, n.name(), c.weight(), c.bias(), c.y());
        case QuantizedLinear l -> put(state, n.name(), l.weight(), l.bias(), l.y());
        case QuantizedArithmetic a -> put(state, n.name(), a.y());
        case Quantize q -> put(state, "quant", q.y());
        default -> {}
      }
    }
    return state;
  }

  private static void put(
      Map<String, Tensor> state, String name, QTensor weight, FloatTensor bias, ByteParams y) {
    state.put(name + ".weight", weight);
    state.put(name + ".bias", bias);
    put(state, name, y);
  }

  private static void put(Map<String, Tensor> state, String name, ByteParams y) {
    state.put(name + ".scale", FloatTensor.scalar(y.scale()));
    state.put(name + ".zero_point", LongTensor.wrap(new long[] {y.zeroPoint()}));
  }

  @Test
  void whatPyTorchWouldSaveLoadsAndAnswersTheSame() {
    FloatTensor x = ModelsTest.images(32, 40);
    for (QConfig qconfig : List.of(QConfig.DEFAULT, QConfig.PER_CHANNEL)) {
      Graph graph = quantized(Models.mobileNetV2(SMALL.withRelu()), qconfig, x);
      Graph loaded = Models.mobileNetV2(SMALL).loadQuantized(state(graph));
      assertThat(loaded.forward(Map.of("x", x))).isEqualTo(graph.forward(Map.of("x", x)));
    }
  }

  @Test
  void sumsThatPyTorchDoesNotUseAreAcceptedAndNoOthers() {
    FloatTensor x = ModelsTest.images(32, 32);
    Map<String, Tensor> state =
        state(quantized(Models.mobileNetV2(SMALL.withRelu()), QConfig.DEFAULT, x));
    ByteParams untouched = new ByteParams(1, 0, true);
    put(state, "features.1.skip_add", untouched);
    put(state, "features.17.skip_add", untouched);
    Models.mobileNetV2(SMALL).loadQuantized(state);
    put(state, "features.19.skip_add", untouched);
    put(state, "features.1.add", untouched);
    assertThatThrownBy(() -> Models.mobileNetV2(SMALL).loadQuantized(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "unexpected [features.19.skip_add.scale, features.19.skip_add.zero_point,"
                + " features.1.add.scale, features.1.add.zero_point]");
    state.remove("features.3.skip_add.scale");
    assertThatThrownBy(() -> Models.mobileNetV2(SMALL).loadQuantized(state))
        .hasMessageContaining("missing [features.3.skip_add.scale]");
  }

  @Test
  void savedIntegersTakeAtMostAFourthAndALittle() throws IOException {
    Architecture resnet = Models.resnet50();
    long floats = saved(resnet.random(1));
    long integers = saved(quantized(resnet, QConfig.OCTET, ModelsTest.images(32, 32)));
    assertThat(integers).isLessThanOrEqualTo((long) (0.26 * floats));
  }

  private static long saved(Graph graph) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    graph.save(out);
    return out.size();
  }
}
