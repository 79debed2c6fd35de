package dev.octet.zoo;

import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.observe.QConfig;
import dev.octet.quantization.Fusions;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import dev.octet.zoo.Plan.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network that classifies images, before it has weights: {@link #load}, {@link #loadQuantized} or
 * {@link #random} gives it some.
 *
 * <p>The graph has one input, {@code x}, float [batch, 3, height, width], and one output, {@code
 * logits} [batch, classes]. Its nodes have the names of torchvision's modules.
 */
public final class Architecture {
  private static final String COUNTER = ".num_batches_tracked";
  private static final Pattern SUM = Pattern.compile("(.+)\\.skip_add\\.(scale|zero_point)");

  private final List<Step> steps;
  private final Map<String, Shape> parameters = new LinkedHashMap<>();

  Architecture(List<Step> steps) {
    this.steps = List.copyOf(steps);
    for (Step step : steps) {
      step.layer()
          .parameters()
          .forEach((name, shape) -> parameters.put(step.name() + "." + name, shape));
    }
  }

  /**
   * The weights that the network has, by torchvision's names.
   *
   * @return shape by name, in the order of the network's layers; without {@code
   *     num_batches_tracked}, which counts training steps
   */
  public Map<String, Shape> parameters() {
    return new LinkedHashMap<>(parameters);
  }

  /**
   * The network with these weights. The tensors are shared, not copied. {@code num_batches_tracked}
   * of a normalization may be there, and is not used.
   *
   * @param stateDict PyTorch's {@code state_dict}: tensors by the names of {@link #parameters}
   * @return the network
   * @throws IllegalArgumentException if weights are missing, unexpected, of another shape or not
   *     floats; all are listed
   */
  public Graph load(Map<String, ? extends Tensor> stateDict) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(stateDict);
    tensors.keySet().removeIf(this::isCounter);
    return graph(new Weights(tensors, parameters));
  }

  /**
   * The network with the weights of a checkpoint.
   *
   * @param checkpoint of {@code torch.save(model.state_dict(), file)}; of a training checkpoint the
   *     part ({@link TorchCheckpoint#sub})
   * @return the network
   * @throws IllegalArgumentException as above
   */
  public Graph load(TorchCheckpoint checkpoint) {
    return load(checkpoint.tensors());
  }

  /**
   * The network with made-up weights: {@link #randomState} loaded.
   *
   * @param seed the same seed gives the same weights
   * @return the network
   */
  public Graph random(long seed) {
    return load(randomState(seed));
  }

  /**
   * Made-up weights, for tests and measurements: uniform with the variance of He et al. (2015),
   * which keeps activations' sizes through the layers; statistics and factors of normalizations
   * near 0 and 1; less than that at the end of residual branches, so that sums stay in bounds.
   *
   * @param seed the same seed gives the same weights on every machine
   * @return tensors by the names of {@link #parameters}
   */
  public Map<String, FloatTensor> randomState(long seed) {
    return RandomWeights.of(steps, seed);
  }

  /**
   * The integer network with the numbers of one that PyTorch has quantized: torchvision's quantized
   * checkpoints. As in {@code torchvision.models.quantization}, ReLU6 gives way to ReLU.
   *
   * @param stateDict PyTorch's {@code state_dict}, as {@link TorchCheckpoint} reads it: integers
   *     {@code conv1.weight}, and biases, scales and zero points of layers; scale and zero point of
   *     sums and of the input, {@code quant}
   * @return a network of the same input and output, with a coverage report
   * @throws IllegalArgumentException if names are missing or unexpected, or tensors do not fit; all
   *     are listed
   */
  public Graph loadQuantized(Map<String, ? extends Tensor> stateDict) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(stateDict);
    tensors.keySet().removeIf(this::isUnusedSum);
    List<Step> twin = steps.stream().map(Plan::withRelu).toList();
    PreparedGraph prepared =
        Quantization.prepare(
            new Architecture(twin).blank(), QConfigMapping.of(QConfig.DEFAULT), Fusions.pytorch());
    return Quantization.convert(prepared, tensors);
  }

  /**
   * The integer network with the numbers of a quantized checkpoint.
   *
   * @param checkpoint of {@code torch.save(model.state_dict(), file)}, the model quantized
   * @return a network of the same input and output, with a coverage report
   * @throws IllegalArgumentException as above
   */
  public Graph loadQuantized(TorchCheckpoint checkpoint) {
    return loadQuantized(checkpoint.tensors());
  }

  /** Without weights: zeros that share one array. */
  private Graph blank() {
    int most = parameters.values().stream().mapToInt(Shape::size).max().orElse(0);
    float[] zeros = new float[most];
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    parameters.forEach((name, shape) -> weights.put(name, FloatTensor.wrap(zeros, 0, shape)));
    return load(weights);
  }

  /** PyTorch's MobileNetV2 has a sum in every block, and saves those too that it does not use. */
  private boolean isUnusedSum(String name) {
    Matcher sum = SUM.matcher(name);
    return sum.matches()
        && steps.stream().anyMatch(s -> s.name().startsWith(sum.group(1) + "."))
        && steps.stream().noneMatch(s -> s.name().equals(sum.group(1) + ".skip_add"));
  }

  private boolean isCounter(String name) {
    return name.endsWith(COUNTER)
        && parameters.containsKey(
            name.substring(0, name.length() - COUNTER.length()) + ".running_mean");
  }

  private Graph graph(Weights weights) {
    GraphBuilder g = Graph.builder();
    Map<String, Value> values = new HashMap<>();
    values.put(Plan.INPUT, g.input(Plan.INPUT, Graph.ANY, 3, Graph.ANY, Graph.ANY));
    for (Step step : steps) {
      Value[] in = step.inputs().stream().map(values::get).toArray(Value[]::new);
      String prefix = step.name() + ".";
      values.put(
          step.name(),
          g.add(step.name(), step.layer().module(name -> weights.get(prefix + name)), in));
    }
    return g.output("logits", values.get(steps.getLast().name())).build();
  }
}
