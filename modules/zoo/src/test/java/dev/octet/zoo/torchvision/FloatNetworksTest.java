package dev.octet.zoo.torchvision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.nn.Graph;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Networks with torchvision's checkpoints give torchvision's logits. */
@Tag("torchvision")
class FloatNetworksTest {
  private static final Logger LOG = LoggerFactory.getLogger(FloatNetworksTest.class);

  static List<Network> networks() {
    return Network.ALL;
  }

  @ParameterizedTest
  @MethodSource("networks")
  void logitsAreTorchvisions(Network network) throws IOException {
    Map<String, Tensor> cases = network.tensors("float");
    compare(network, network.floats(network.architecture()), cases, "logits");
    if (network.quantizable() != network.architecture()) {
      compare(network, network.floats(network.quantizable()), cases, "logits_relu");
    }
  }

  private static void compare(
      Network network, Graph graph, Map<String, Tensor> cases, String logits) {
    float[] theirs = ((FloatTensor) cases.get(logits)).toArray();
    float[] ours = graph.forward(Map.of("x", cases.get("x"))).floats("logits").toArray();
    assertThat(ours).hasSameSizeAs(theirs);
    double error = Differences.relative(ours, theirs);
    LOG.info("{} {}: {} of the largest", network, logits, "%.1e".formatted(error));
    assertThat(error).isLessThanOrEqualTo(1e-4);
  }
}
