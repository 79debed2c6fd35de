package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Python dict out of a pickle: keys are strings or integers, so that hashing them is cheap. */
final class Dict {
  private final Map<Object, Object> items = new LinkedHashMap<>();
  private Dict metadata;

  Map<Object, Object> items() {
    return items;
  }

  void put(Object key, Object value) {
    if (!(key instanceof String) && !(key instanceof Long)) {
      throw new Broken(
          "a dict has " + Unpickler.kind(key) + " for a key, expected a string or an integer");
    }
    items.put(key, value);
  }

  /** The versions of modules, which {@code Module.state_dict} hangs to its dict; or null. */
  Dict metadata() {
    return metadata;
  }

  void metadata(Dict versions) {
    metadata = versions;
  }
}
