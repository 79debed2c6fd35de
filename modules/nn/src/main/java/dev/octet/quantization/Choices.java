package dev.octet.quantization;

import dev.octet.nn.Graph.Node;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is chosen for which node: by its name, then by the first pattern that matches its whole
 * name, then by its module's type, then the default (PyTorch's {@code QConfigMapping}). Immutable.
 *
 * @param standard the default
 * @param types by module type
 * @param patterns by regular expression, in the order in which they were given
 * @param names by node
 */
record Choices<V>(V standard, Map<String, V> types, Map<String, V> patterns, Map<String, V> names) {
  static <V> Choices<V> of(V standard) {
    return new Choices<>(standard, Map.of(), Map.of(), Map.of());
  }

  Choices<V> type(String type, V choice) {
    return new Choices<>(standard, Types.with(types, type, choice), patterns, names);
  }

  Choices<V> pattern(String regex, V choice) {
    Pattern.compile(regex);
    return new Choices<>(standard, types, Types.with(patterns, regex, choice), names);
  }

  Choices<V> name(String node, V choice) {
    return new Choices<>(standard, types, patterns, Types.with(names, node, choice));
  }

  V of(Node node) {
    V byName = names.get(node.name());
    if (byName != null) {
      return byName;
    }
    return patterns.entrySet().stream()
        .filter(e -> Pattern.matches(e.getKey(), node.name()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> Types.lookUp(types, node.module().type(), standard));
  }
}
