package dev.octet.quantization;

import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.observe.QConfig;
import java.util.Map;
import java.util.Set;

/**
 * Which observers watch which node (PyTorch: {@code torch.ao.quantization.QConfigMapping}).
 * Immutable; every method gives a new one.
 *
 * <p>A node's configuration is looked up by its name, then by the first pattern that matches its
 * whole name, then by its module's type, then it is the default. A fused layer is also found by the
 * type of what it began with: {@code conv2d_add_relu} by {@code conv2d_add} and {@code conv2d}.
 *
 * <pre>{@code
 * QConfigMapping mapping = QConfigMapping.of(QConfig.X86)
 *     .type("conv_transpose2d", QConfig.FLOAT)
 *     .pattern("layer4\\..*", QConfig.ONEDNN)
 *     .name("fc", QConfig.FLOAT);
 * }</pre>
 */
public final class QConfigMapping {
  private static final Set<QConfig> PYTORCH_PER_CHANNEL =
      Set.of(QConfig.FBGEMM, QConfig.X86, QConfig.ONEDNN);

  private final Choices<QConfig> choices;
  private final Map<String, StaticRule> rules;

  private QConfigMapping(Choices<QConfig> choices, Map<String, StaticRule> rules) {
    this.choices = choices;
    this.rules = rules;
  }

  /**
   * Octet's default: {@link QConfig#OCTET} for every node that has a rule.
   *
   * @return the mapping
   */
  public static QConfigMapping octet() {
    return of(QConfig.OCTET);
  }

  /**
   * One configuration for every node that has a rule. With {@link QConfig#FBGEMM}, {@link
   * QConfig#X86} or {@link QConfig#ONEDNN} transposed convolutions have weights per tensor, as in
   * PyTorch's {@code get_default_qconfig_mapping}.
   *
   * @param qconfig the configuration
   * @return the mapping
   */
  public static QConfigMapping of(QConfig qconfig) {
    QConfigMapping mapping = new QConfigMapping(Choices.of(qconfig), StaticRules.table());
    if (PYTORCH_PER_CHANNEL.contains(qconfig)) {
      QConfig perTensor = new QConfig(qconfig.activation(), QConfig::perTensorWeight);
      for (int spatial = 1; spatial <= 3; spatial++) {
        mapping = mapping.type(ConvWeights.type(spatial, true), perTensor);
      }
    }
    return mapping;
  }

  /**
   * A configuration for a type of module.
   *
   * @param type such as {@code conv2d} or {@code linear}
   * @param qconfig the configuration
   * @return a new mapping
   */
  public QConfigMapping type(String type, QConfig qconfig) {
    return new QConfigMapping(choices.type(type, qconfig), rules);
  }

  /**
   * A configuration for nodes by name pattern: a part of a network.
   *
   * @param regex a regular expression that must match the whole name; the first to match wins
   * @param qconfig the configuration
   * @return a new mapping
   * @throws java.util.regex.PatternSyntaxException if it is no regular expression
   */
  public QConfigMapping pattern(String regex, QConfig qconfig) {
    return new QConfigMapping(choices.pattern(regex, qconfig), rules);
  }

  /**
   * A configuration for one node.
   *
   * @param node its name, after fusion; {@code prepare} refuses a name that the graph has not
   * @param qconfig the configuration
   * @return a new mapping
   */
  public QConfigMapping name(String node, QConfig qconfig) {
    return new QConfigMapping(choices.name(node, qconfig), rules);
  }

  /**
   * A rule for a type of module: a user's own, or instead of Octet's.
   *
   * @param type what the module's {@code type()} gives
   * @param rule the rule
   * @return a new mapping
   */
  public QConfigMapping rule(String type, StaticRule rule) {
    return new QConfigMapping(choices, Types.with(rules, type, rule));
  }

  QConfig of(Node node) {
    return choices.of(node);
  }

  Map<String, StaticRule> rules() {
    return rules;
  }

  Set<String> namedNodes() {
    return choices.names().keySet();
  }
}
