package dev.octet.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists, numbers and strings; each element of a list in the outermost map, a line. */
public final class Json {
  private Json() {}

  /**
   * An object.
   *
   * @param fields maps, lists, numbers, truth values and strings by name
   * @return the text
   */
  public static String document(Map<String, ?> fields) {
    return fields.entrySet().stream()
        .map(
            e ->
                text(e.getKey())
                    + ": "
                    + (e.getValue() instanceof List<?> l ? lines(l) : of(e.getValue())))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String lines(List<?> list) {
    return list.stream().map(Json::of).collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
  }

  private static String of(Object value) {
    return switch (value) {
      case Map<?, ?> m ->
          m.entrySet().stream()
              .map(e -> text((String) e.getKey()) + ": " + of(e.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> l -> l.stream().map(Json::of).collect(Collectors.joining(", ", "[", "]"));
      case Double d -> Double.isFinite(d) ? "%.6g".formatted(d) : "null";
      case Number n -> n.toString();
      case Boolean b -> b.toString();
      default -> text(value.toString());
    };
  }

  private static String text(String s) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : c);
      }
    }
    return out.append('"').toString();
  }
}
