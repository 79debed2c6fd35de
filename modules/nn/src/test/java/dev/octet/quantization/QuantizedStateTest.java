package dev.octet.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.observe.QConfig;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A network's numbers, taken apart as PyTorch's state dicts are, make the same network again. */
class QuantizedStateTest {
  private final StaticNetwork network = new StaticNetwork(3);
  private final Graph graph = network.graph();

  private PreparedGraph prepared() {
    return Quantization.prepare(graph, QConfigMapping.of(QConfig.FBGEMM), Fusions.pytorch());
  }

  private Map<String, Tensor> state(PreparedGraph calibrated, Graph int8) {
    Map<String, Tensor> state = new HashMap<>();
    calibrated
        .qparams()
        .forEach(
            (name, p) -> {
              String key = name.equals("x") ? "quant" : name;
              put(state, key, p);
            });
    for (Node n : int8.nodes()) {
      switch (n.module()) {
        case QuantizedConv c -> weights(state, n.name(), c.weight(), c.bias());
        case QuantizedLinear l -> weights(state, n.name(), l.weight(), l.bias());
        default -> {}
      }
    }
    return state;
  }

  private static void put(Map<String, Tensor> state, String key, QParams p) {
    state.put(key + ".scale", FloatTensor.scalar(p.scale(0)));
    state.put(key + ".zero_point", LongTensor.wrap(new long[] {p.zeroPoint(0)}, 1));
  }

  private static void weights(
      Map<String, Tensor> state, String name, Tensor weight, FloatTensor bias) {
    state.put(name + ".weight", weight);
    if (bias != null) {
      state.put(name + ".bias", bias);
    }
  }

  @Test
  void sameNumbersMakeTheSameNetwork() {
    PreparedGraph calibrated = prepared().calibrate(network.batches(2, 2, 17));
    Graph int8 = Quantization.convert(calibrated);
    Graph loaded = Quantization.convert(prepared(), state(calibrated, int8));
    FloatTensor x = network.image(2, 17);
    assertThat(loaded.forward(Map.of("x", x)).floats("y"))
        .isEqualTo(int8.forward(Map.of("x", x)).floats("y"));
  }

  @Test
  void missingUnexpectedAndUnfitKeysAreListed() {
    PreparedGraph calibrated = prepared().calibrate(network.batches(1, 1, 17));
    Map<String, Tensor> state = state(calibrated, Quantization.convert(calibrated));
    Map<String, Tensor> missing = new HashMap<>(state);
    missing.remove("fc.scale");
    missing.remove("conv1.weight");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantization.convert(prepared(), missing))
        .withMessageContaining("missing [fc.scale, conv1.weight]");
    Map<String, Tensor> more = new HashMap<>(state);
    more.put("bn1.weight", FloatTensor.scalar(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantization.convert(prepared(), more))
        .withMessageContaining("unexpected [bn1.weight]");
    Map<String, Tensor> unfit = new HashMap<>(state);
    unfit.put("fc.weight", FloatTensor.scalar(1));
    unfit.put("quant.scale", FloatTensor.scalar(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantization.convert(prepared(), unfit))
        .withMessageContaining("fc.weight FLOAT32 [], expected integers [5, 16]")
        .withMessageContaining("quant: scale -1.0 is not a positive normal float");
  }
}
