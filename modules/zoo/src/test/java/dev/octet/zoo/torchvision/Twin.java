package dev.octet.zoo.torchvision;

import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.numerics.ByteParams;
import dev.octet.observe.QConfig;
import dev.octet.quantization.Fusions;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A network that torchvision has quantized, and ours made of the same numbers. */
final class Twin {
  private final Network network;
  private final String scheme;
  private final Map<String, Tensor> cases;

  Twin(Network network, String scheme) throws IOException {
    this.network = network;
    this.scheme = scheme;
    this.cases = network.tensors(scheme);
  }

  FloatTensor floats(String name) {
    return (FloatTensor) cases.get(name);
  }

  int[] integers(String name) {
    return ((QTensor) cases.get(name)).intRepr();
  }

  /** PyTorch's observers: what it calls them, without what they saw. */
  List<String> observers() {
    String end = ".min_val";
    return cases.keySet().stream()
        .filter(name -> name.endsWith(end))
        .map(name -> name.substring(0, name.length() - end.length()))
        .toList();
  }

  QParams qparams(String observer) {
    return QParams.perTensor(
        floats(observer + ".scale").toArray()[0],
        (int) ((dev.octet.tensor.LongTensor) cases.get(observer + ".zero_point")).array()[0]);
  }

  /** The node or input of ours that a module of theirs stands for. */
  static String ours(String name) {
    return name.equals("quant") ? "x" : name;
  }

  PreparedGraph prepare() throws IOException {
    QConfig qconfig = scheme.equals("per_tensor") ? QConfig.DEFAULT : QConfig.PER_CHANNEL;
    return Quantization.prepare(
        network.floats(network.quantizable()), QConfigMapping.of(qconfig), Fusions.pytorch());
  }

  /** A prepared graph whose observers have seen what PyTorch's saw. */
  PreparedGraph seen() throws IOException {
    Map<String, FloatTensor> state = new LinkedHashMap<>();
    for (String name : observers()) {
      for (String part : List.of(".min_val", ".max_val")) {
        state.put(ours(name) + part, floats(name + part));
      }
    }
    return prepare().load(state);
  }

  /** Our integer network with the weights of their quantized checkpoint. */
  Graph load(Graph integers) throws IOException {
    Map<String, Tensor> checkpoint = network.checkpoint(scheme).tensors();
    List<Node> nodes =
        integers.nodes().stream().map(n -> n.with(loaded(n, checkpoint))).toList();
    return new Graph(integers.inputs(), nodes, integers.outputs());
  }

  private static Module loaded(Node node, Map<String, Tensor> checkpoint) {
    QTensor weight = (QTensor) checkpoint.get(node.name() + ".weight");
    FloatTensor bias = (FloatTensor) checkpoint.get(node.name() + ".bias");
    return switch (node.module()) {
      case QuantizedConv c ->
          new QuantizedConv(
              c.spatial(), c.filter(), weight, bias, c.x(), c.y(), c.add(), c.limits());
      case QuantizedLinear l -> new QuantizedLinear(weight, bias, l.x(), l.y(), l.limits());
      default -> node.module();
    };
  }
}
