package dev.octet.quantization;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tables by module type, in which a fused layer is also found by what it began with. */
final class Types {
  private Types() {}

  /** The entry of a type, or of the longest beginning of it that ends before an underscore. */
  static <V> V lookUp(Map<String, V> table, String type, V otherwise) {
    for (int end = type.length(); end > 0; end = type.lastIndexOf('_', end - 1)) {
      V found = table.get(type.substring(0, end));
      if (found != null) {
        return found;
      }
    }
    return otherwise;
  }

  /** A table with one entry more, at its end, or another value for one that it has. */
  static <V> Map<String, V> with(Map<String, V> table, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(table);
    more.put(key, value);
    return more;
  }
}
