package dev.octet.zoo.torchvision;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.quantization.Fusions;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A network that torchvision has quantized, and ours made of the same numbers. */
final class Twin {
  private static final int BATCH = 8;

  /** The same value: PyTorch's name, and ours. */
  private static final String STUB = "quant";

  private static final String INPUT = "x";

  private final Network network;
  private final Scheme scheme;
  private final Map<String, Tensor> cases;

  /** A quantized layer of theirs, and what went into it and came out. */
  record Layer(String name, List<QTensor> inputs, QTensor out) {
    /** What a layer of ours makes of the same. */
    QTensor run(Node node) {
      GraphBuilder g = Graph.builder();
      Map<String, Tensor> values = new LinkedHashMap<>();
      Value[] in = new Value[inputs.size()];
      for (int i = 0; i < in.length; i++) {
        String input = "input" + i;
        in[i] = g.input(input, DType.QUINT8, inputs.get(i).shape().dims());
        values.put(input, inputs.get(i));
      }
      Graph one = g.output(g.add(node.name(), node.module(), in)).build();
      return (QTensor) one.forward(values).first();
    }
  }

  Twin(Network network, Scheme scheme) throws IOException {
    this.network = network;
    this.scheme = scheme;
    this.cases = network.tensors(scheme.name());
  }

  FloatTensor floats(String name) {
    return (FloatTensor) cases.get(name);
  }

  /** Their observers, by the node or input of ours that they watch. */
  List<String> observers() {
    return names("", ".min_val").map(name -> name.equals(STUB) ? INPUT : name).toList();
  }

  private FloatTensor of(String observer, String what) {
    return floats((observer.equals(INPUT) ? STUB : observer) + what);
  }

  FloatTensor min(String observer) {
    return of(observer, ".min_val");
  }

  FloatTensor max(String observer) {
    return of(observer, ".max_val");
  }

  private Stream<String> names(String start, String end) {
    return cases.keySet().stream()
        .filter(name -> name.startsWith(start) && name.endsWith(end))
        .map(name -> name.substring(start.length(), name.length() - end.length()));
  }

  QParams proposed(String observer) {
    String name = observer.equals(INPUT) ? STUB : observer;
    LongTensor zeroPoint = (LongTensor) cases.get(name + ".zero_point");
    return QParams.perTensor(of(observer, ".scale").toArray()[0], (int) zeroPoint.toArray()[0]);
  }

  /** What their observers saw. */
  List<Map<String, Tensor>> calibration() {
    return batches(floats("calibration"));
  }

  static List<Map<String, Tensor>> batches(FloatTensor x) {
    return IntStream.rangeClosed(0, (x.shape().dim(0) - 1) / BATCH)
        .mapToObj(
            i ->
                Map.<String, Tensor>of(
                    "x", x.slice(0, i * BATCH, Math.min(x.shape().dim(0), (i + 1) * BATCH))))
        .toList();
  }

  List<Layer> layers(String engine) {
    return names(engine + "/", "/out").map(name -> layer(engine + "/" + name, name)).toList();
  }

  private Layer layer(String path, String name) {
    float[] scales = floats(path + "/scales").toArray();
    long[] zeroPoints = ((LongTensor) cases.get(path + "/zero_points")).toArray();
    List<QTensor> all = new ArrayList<>();
    for (int i = 0; i < scales.length; i++) {
      QTensor plain = (QTensor) cases.get(path + (i < scales.length - 1 ? "/" + i : "/out"));
      QParams qparams = QParams.perTensor(scales[i], (int) zeroPoints[i]);
      all.add(
          QTensor.wrap(
              plain.array(), plain.offset(), plain.shape(), plain.layout(), DType.QUINT8, qparams));
    }
    return new Layer(name, all.subList(0, all.size() - 1), all.getLast());
  }

  PreparedGraph prepare() throws IOException {
    return Quantization.prepare(
        network.floats(network.quantizable()),
        QConfigMapping.of(scheme.qconfig()),
        Fusions.pytorch());
  }

  /** Our integer network with the numbers of their quantized checkpoint. */
  Graph loaded() throws IOException {
    return network.architecture().loadQuantized(network.checkpoint(scheme.name()));
  }

  @Override
  public String toString() {
    return network + " " + scheme;
  }
}
