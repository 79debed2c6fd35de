package dev.octet.quantization;

import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Constant;
import dev.octet.quantization.DynamicRule.Verdict;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The passes: functions of a graph that never change their argument. */
public final class Quantization {
  private Quantization() {}

  /**
   * Quantizes weights now and activations as they arrive, with Octet's defaults.
   *
   * @param graph a float graph
   * @return a graph of the same inputs and outputs, with a coverage report
   */
  public static Graph quantizeDynamic(Graph graph) {
    return quantizeDynamic(graph, DynamicConfig.octet());
  }

  /**
   * Quantizes weights now and activations as they arrive (PyTorch: {@code
   * torch.ao.quantization.quantize_dynamic}). A module without a rule stays float.
   *
   * @param graph a float graph
   * @param config what is done with which node
   * @return a graph of the same inputs and outputs, with a coverage report
   * @throws IllegalArgumentException if the configuration names a node that the graph has not
   */
  public static Graph quantizeDynamic(Graph graph, DynamicConfig config) {
    config.namedNodes().forEach(graph::node);
    List<Node> nodes = new ArrayList<>();
    List<Coverage.Entry> entries = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.module() instanceof Constant) {
        nodes.add(node);
        continue;
      }
      Verdict verdict = verdict(node, config);
      Node now = verdict instanceof Verdict.Quantized q ? node.with(q.module()) : node;
      nodes.add(now);
      entries.add(
          new Coverage.Entry(
              node.name(),
              node.module().type(),
              now.module().type(),
              reason(verdict),
              node.module().state().bytes(),
              now.module().state().bytes()));
    }
    return FuseRelu.in(new Graph(graph.inputs(), nodes, graph.outputs(), new Coverage(entries)));
  }

  /**
   * Joins neighbouring layers by Octet's table, {@link Fusions#octet}: batch normalization into the
   * convolution before it, ReLU and the sum of a residual connection behind it.
   *
   * @param graph a float graph
   * @return a graph of the same inputs and outputs. A joined layer has the name of its first one,
   *     as in PyTorch, and makes the value of its last one
   */
  public static Graph fuse(Graph graph) {
    return fuse(graph, Fusions.octet());
  }

  /**
   * Joins neighbouring layers by a table.
   *
   * @param graph a float graph
   * @param fusions the table
   * @return a graph of the same inputs and outputs
   */
  public static Graph fuse(Graph graph, Fusions fusions) {
    return Fuse.all(graph, fusions);
  }

  /**
   * Joins these layers and no others (PyTorch: {@code fuse_modules}).
   *
   * @param graph a float graph
   * @param chains names of nodes, each the only reader of the one before it
   * @return a graph of the same inputs and outputs
   * @throws IllegalArgumentException if there is no node of a name, or a chain cannot be joined;
   *     says where it breaks
   */
  public static Graph fuse(Graph graph, List<List<String>> chains) {
    return Fuse.chains(graph, Fusions.octet(), chains);
  }

  /**
   * Prepares static quantization with Octet's defaults.
   *
   * @param graph a float graph
   * @return a graph to calibrate and to convert
   */
  public static PreparedGraph prepare(Graph graph) {
    return prepare(graph, QConfigMapping.octet());
  }

  /**
   * Prepares static quantization: joins layers by {@link Fusions#octet}, finds where integers can
   * flow, and places observers (PyTorch: {@code torch.ao.quantization.prepare}, without stubs).
   *
   * @param graph a float graph
   * @param mapping which observers watch which node
   * @return a graph to calibrate and to convert
   * @throws IllegalArgumentException if the mapping names a node that the joined graph has not
   */
  public static PreparedGraph prepare(Graph graph, QConfigMapping mapping) {
    return prepare(graph, mapping, Fusions.octet());
  }

  /**
   * Prepares static quantization with another table of what is joined.
   *
   * @param graph a float graph
   * @param mapping which observers watch which node
   * @param fusions what is joined first
   * @return a graph to calibrate and to convert
   * @throws IllegalArgumentException if the mapping names a node that the joined graph has not
   */
  public static PreparedGraph prepare(Graph graph, QConfigMapping mapping, Fusions fusions) {
    Graph fused = SplitSums.in(fuse(Scalars.in(graph), fusions));
    mapping.namedNodes().forEach(fused::node);
    return new PreparedGraph(fused, new Placement(fused, mapping));
  }

  /**
   * Makes integers of a calibrated graph (PyTorch: {@code torch.ao.quantization.convert}). Values
   * are quantized where integers begin and made floats again where they end; what stays float is in
   * the coverage report, with the reason.
   *
   * @param prepared a prepared graph whose observers have seen something
   * @return a graph of the same inputs and outputs, with a coverage report
   * @throws IllegalStateException if an observer has seen nothing; names its node
   */
  public static Graph convert(PreparedGraph prepared) {
    return Converter.converted(prepared, Converter.observed(prepared));
  }

  /**
   * Makes integers of a prepared graph with the numbers of a network that PyTorch has quantized
   * (torchvision's quantized checkpoints): weights, biases, scales and zero points by the names of
   * its state dict. Observers are not asked.
   *
   * @param prepared a graph of the same architecture, prepared with {@link Fusions#pytorch}
   * @param stateDict {@code conv1.weight} (integers), {@code conv1.bias}, {@code conv1.scale},
   *     {@code conv1.zero_point}, of linear layers likewise; {@code quant.scale} and {@code
   *     quant.zero_point} of the input; scale and zero point of sums
   * @return a graph of the same inputs and outputs, with a coverage report
   * @throws IllegalArgumentException if names are missing or unexpected, or tensors do not fit; all
   *     are listed
   */
  public static Graph convert(PreparedGraph prepared, Map<String, ? extends Tensor> stateDict) {
    return QuantizedState.converted(prepared, stateDict);
  }

  private static String reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Quantized q -> q.how();
      case Verdict.Kept k -> k.why();
    };
  }

  private static Verdict verdict(Node node, DynamicConfig config) {
    DynamicRule rule = config.ruleOf(node);
    if (rule == null) {
      return new Verdict.Kept("no rule for this type");
    }
    DynamicScheme scheme = config.schemeOf(node);
    if (scheme.isFloat()) {
      return new Verdict.Kept("the configuration keeps it float");
    }
    try {
      return rule.apply(node.module(), scheme);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(node.title() + ": " + e.getMessage(), e);
    }
  }
}
