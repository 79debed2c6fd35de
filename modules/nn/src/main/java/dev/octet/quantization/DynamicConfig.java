package dev.octet.quantization;

import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.EmbeddingBag;
import dev.octet.nn.modules.Linear;
import java.util.Map;

/**
 * What dynamic quantization does with which node. Immutable; every method gives a new one.
 *
 * <p>A node's scheme is looked up by its name, then by the first pattern that matches its whole
 * name, then by its module's type, then it is the default: PyTorch's {@code QConfigMapping} order.
 *
 * <pre>{@code
 * DynamicConfig config = DynamicConfig.octet()
 *     .pattern(".*pooler.*", DynamicScheme.FLOAT)
 *     .type("embedding", DynamicScheme.FLOAT);
 * }</pre>
 */
public final class DynamicConfig {
  private final Choices<DynamicScheme> choices;
  private final Map<String, DynamicRule> rules;

  private DynamicConfig(Choices<DynamicScheme> choices, Map<String, DynamicRule> rules) {
    this.choices = choices;
    this.rules = rules;
  }

  /**
   * Octet's default: linear layers with weights per channel and activations per row in all 8 bits,
   * embeddings in 8-bit rows.
   *
   * @return the configuration
   */
  public static DynamicConfig octet() {
    return of(DynamicScheme.OCTET);
  }

  /**
   * PyTorch's default: linear layers with weights and activations per tensor and activations in 7
   * bits; embeddings stay float.
   *
   * @return the configuration
   */
  public static DynamicConfig pytorch() {
    return of(DynamicScheme.PYTORCH).type(Embedding.TYPE, DynamicScheme.FLOAT);
  }

  /**
   * One scheme for every node that has a rule.
   *
   * @param scheme the scheme
   * @return the configuration
   */
  public static DynamicConfig of(DynamicScheme scheme) {
    return new DynamicConfig(
        Choices.of(scheme),
        Map.of(
            Linear.TYPE, Rules.LINEAR,
            Embedding.TYPE, Rules.EMBEDDING,
            EmbeddingBag.TYPE, Rules.EMBEDDING_BAG));
  }

  /**
   * A scheme for a type of module.
   *
   * @param type such as {@code linear} or {@code embedding}
   * @param scheme the scheme
   * @return a new configuration
   */
  public DynamicConfig type(String type, DynamicScheme scheme) {
    return new DynamicConfig(choices.type(type, scheme), rules);
  }

  /**
   * A scheme for nodes by name pattern.
   *
   * @param regex a regular expression that must match the whole name; the first to match wins
   * @param scheme the scheme
   * @return a new configuration
   * @throws java.util.regex.PatternSyntaxException if it is no regular expression
   */
  public DynamicConfig pattern(String regex, DynamicScheme scheme) {
    return new DynamicConfig(choices.pattern(regex, scheme), rules);
  }

  /**
   * A scheme for one node.
   *
   * @param node its name; the pass refuses a name that the graph has not
   * @param scheme the scheme
   * @return a new configuration
   */
  public DynamicConfig name(String node, DynamicScheme scheme) {
    return new DynamicConfig(choices.name(node, scheme), rules);
  }

  /**
   * A rule for a type of module: a user's own, or instead of Octet's.
   *
   * @param type what the module's {@code type()} gives
   * @param rule the rule
   * @return a new configuration
   */
  public DynamicConfig rule(String type, DynamicRule rule) {
    return new DynamicConfig(choices, Types.with(rules, type, rule));
  }

  DynamicScheme schemeOf(Node node) {
    return choices.of(node);
  }

  DynamicRule ruleOf(Node node) {
    return Types.lookUp(rules, node.module().type(), null);
  }

  Iterable<String> namedNodes() {
    return choices.names().keySet();
  }
}
