package dev.octet.quantization;

import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Constant;
import dev.octet.quantization.DynamicRule.Verdict;
import java.util.ArrayList;
import java.util.List;

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
