package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gives the leaves of a checkpoint their dotted names. Containers may share parts, so that a small
 * pickle can stand for a tree of any size: names together may be some times longer than the pickle.
 */
final class StateDict {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME = 2_000;
  private static final int NAMES_PER_BYTE = 64;
  private static final int NAMES_AT_LEAST = 1 << 20;

  /** Where a quantized linear layer keeps its weight and bias, as a tuple. */
  private static final Pattern PACKED = Pattern.compile("(^|.*\\.)_packed_params\\._packed_params");

  /** Where it kept them before, each by its name. */
  private static final Pattern PACKED_BEFORE =
      Pattern.compile("(^|.*\\.)_packed_params\\.(weight|bias)");

  private final Map<String, TensorRef> tensors = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Long> versions = new LinkedHashMap<>();
  private long budget;

  private StateDict(long pickleBytes) {
    this.budget = NAMES_AT_LEAST + NAMES_PER_BYTE * pickleBytes;
  }

  /**
   * @param root what the pickle made
   * @param pickleBytes the pickle's length
   */
  static StateDict of(Object root, long pickleBytes) {
    StateDict dict = new StateDict(pickleBytes);
    dict.visit("", root, 0);
    return dict;
  }

  Map<String, TensorRef> tensors() {
    return tensors;
  }

  Map<String, Object> values() {
    return values;
  }

  Map<String, Long> versions() {
    return versions;
  }

  private void visit(String name, Object value, int depth) {
    charge(name);
    if (depth > MAX_DEPTH) {
      throw new Broken("'" + name + "' lies deeper than " + MAX_DEPTH + " levels");
    }
    switch (value) {
      case null -> {}
      case Dict dict -> {
        versions(name, dict);
        dict.items().forEach((key, item) -> visit(join(name, key), item, depth + 1));
      }
      case Tuple t when t.size() == 2 && PACKED.matcher(name).matches() -> {
        String packed = name.substring(0, name.lastIndexOf('.'));
        visit(join(packed, "weight"), t.get(0), depth + 1);
        visit(join(packed, "bias"), t.get(1), depth + 1);
      }
      case Tuple t -> items(name, t.items(), depth);
      case List<?> list -> items(name, list, depth);
      case TensorRef t -> add(tensors, layerName(name), t);
      case String s -> add(values, name, s);
      case Long l -> add(values, name, l);
      case BigInteger i -> add(values, name, i);
      case Double d -> add(values, name, d);
      case Boolean b -> add(values, name, b);
      case Global.Constant c -> add(values, name, c.name());
      default ->
          throw new Broken(
              "'"
                  + name
                  + "' is "
                  + Unpickler.kind(value)
                  + ", expected a tensor, number or string");
    }
  }

  private void items(String name, List<?> items, int depth) {
    for (int i = 0; i < items.size(); i++) {
      visit(join(name, i), items.get(i), depth + 1);
    }
  }

  private void versions(String name, Dict dict) {
    if (dict.metadata() == null) {
      return;
    }
    dict.metadata()
        .items()
        .forEach(
            (module, of) -> {
              String full = module.equals("") ? name : join(name, module);
              charge(full);
              if (of instanceof Dict d && d.items().get("version") instanceof Long version) {
                versions.put(full, version);
              }
            });
  }

  private <V> void add(Map<String, V> to, String name, V value) {
    if (tensors.containsKey(name) || values.containsKey(name)) {
      throw new Broken("two entries are named '" + name + "'");
    }
    to.put(name, value);
  }

  private static String layerName(String name) {
    return PACKED_BEFORE.matcher(name).replaceFirst("$1$2");
  }

  private static String join(String name, Object part) {
    return name.isEmpty() ? part.toString() : name + "." + part;
  }

  private void charge(String name) {
    if (name.length() > MAX_NAME) {
      throw new Broken(
          "an entry's name is longer than "
              + MAX_NAME
              + " characters: '"
              + name.substring(0, 40)
              + "…'");
    }
    budget -= name.length() + 1;
    if (budget < 0) {
      throw new Broken("the pickle's entries, which share their parts, unfold without measure");
    }
  }
}
