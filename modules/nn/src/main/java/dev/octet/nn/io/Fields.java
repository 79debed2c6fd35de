package dev.octet.nn.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON object that is being taken apart; errors say where it stands. */
final class Fields {
  private final String place;
  private final Map<?, ?> map;
  private final Set<Object> taken = new HashSet<>();

  /**
   * Starts.
   *
   * @param value what should be an object
   * @param place how errors call it
   */
  Fields(Object value, String place) {
    this.place = place;
    this.map = cast(value, Map.class, "");
  }

  String string(String name) {
    return cast(value(name), String.class, name);
  }

  long integer(String name) {
    return cast(value(name), Long.class, name);
  }

  /** A number that was a float when it was written. */
  float number(String name) {
    return (float) (double) cast(value(name), Double.class, name);
  }

  /** A list; none is as good as an empty one. */
  List<?> list(String name) {
    Object value = optional(name);
    return value == null ? List.of() : cast(value, List.class, name);
  }

  List<String> strings(String name) {
    return listOf(name, String.class);
  }

  List<Long> integers(String name) {
    return listOf(name, Long.class);
  }

  private <T> List<T> listOf(String name, Class<T> kind) {
    List<T> out = new ArrayList<>();
    for (Object o : list(name)) {
      out.add(kind.isInstance(o) ? kind.cast(o) : cast(o, kind, name + "[" + out.size() + "]"));
    }
    return out;
  }

  /** An object; none is as good as an empty one. */
  Map<?, ?> map(String name) {
    Object value = optional(name);
    return value == null ? Map.of() : cast(value, Map.class, name);
  }

  /** Whether there is a value of that name. */
  boolean has(String name) {
    return optional(name) != null;
  }

  private Object optional(String name) {
    taken.add(name);
    return map.get(name);
  }

  private Object value(String name) {
    Object value = optional(name);
    if (value == null) {
      throw new Broken(place + ": '" + name + "' is missing");
    }
    return value;
  }

  /** Refuses what nobody has asked for: a field that is skipped may change what the rest means. */
  void end() {
    for (Object name : map.keySet()) {
      if (!taken.contains(name)) {
        throw new Broken(place + ": '" + name + "' is not known here");
      }
    }
  }

  private <T> T cast(Object value, Class<T> kind, String name) {
    if (!kind.isInstance(value)) {
      throw new Broken(
          place
              + (name.isEmpty() ? "" : "." + name)
              + ": expected "
              + name(kind)
              + ", got "
              + (value == null ? "null" : name(value.getClass())));
    }
    return kind.cast(value);
  }

  private static String name(Class<?> kind) {
    if (Map.class.isAssignableFrom(kind)) {
      return "an object";
    }
    if (List.class.isAssignableFrom(kind)) {
      return "a list";
    }
    return switch (kind.getSimpleName()) {
      case "String" -> "a string";
      case "Long" -> "an integer";
      case "Double" -> "a number with a fraction";
      default -> "a truth value";
    };
  }
}
