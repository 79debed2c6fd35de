package dev.octet.quantization.numeric;

import dev.octet.nn.io.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A float graph beside the quantized one, node by node.
 *
 * @param kind what was compared
 * @param entries what exists in both, in the quantized graph's order unless sorted
 * @param onlyFloat nodes of the float graph that have no counterpart
 * @param onlyQuantized nodes of the quantized graph that have no counterpart, such as those that
 *     dequantize at a border
 */
public record Comparison(
    Kind kind, List<Entry> entries, List<String> onlyFloat, List<String> onlyQuantized) {

  /** What was compared. */
  public enum Kind {
    /** {@link NumericSuite#weights}. */
    WEIGHTS,
    /** {@link NumericSuite#outputs}. */
    OUTPUTS,
    /** {@link NumericSuite#shadow}. */
    SHADOW
  }

  /**
   * One value.
   *
   * @param node the node of the quantized graph
   * @param value the name of what it makes; of a weight, its name within the node
   * @param was the type of the float module; {@code input} where an input is quantized
   * @param became the type of the quantized module
   * @param difference how they differ
   */
  public record Entry(
      String node, String value, String was, String became, Difference difference) {}

  /** Copies. */
  public Comparison {
    entries = List.copyOf(entries);
    onlyFloat = List.copyOf(onlyFloat);
    onlyQuantized = List.copyOf(onlyQuantized);
  }

  /**
   * The same, sorted by {@link Difference#sqnr}: what hurts most comes first. Where nothing could
   * be compared for NaN or infinity, that comes before everything.
   *
   * @return a sorted comparison
   */
  public Comparison worstFirst() {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingDouble(e -> rank(e.difference())));
    return new Comparison(kind, sorted, onlyFloat, onlyQuantized);
  }

  private static double rank(Difference d) {
    if (Double.isNaN(d.sqnr())) {
      return d.notFinite() > 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return d.sqnr();
  }

  /**
   * The first entry of a node.
   *
   * @param node its name
   * @return the entry
   * @throws IllegalArgumentException if there is none
   */
  public Entry entry(String node) {
    return entries.stream()
        .filter(e -> e.node().equals(node))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no node '" + node + "' was compared: " + kind));
  }

  /** {@return a table for people, a line for each entry and one for what has no counterpart} */
  @Override
  public String toString() {
    int node = width(entries.stream().map(this::title).toList());
    int was = width(entries.stream().map(Entry::was).toList());
    int became = width(entries.stream().map(Entry::became).toList());
    String names = "%-" + node + "s  %-" + was + "s  %-" + became + "s";
    StringBuilder out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                names + "  %9s  %9s  %13s  %8s  %10s%n",
                kind.name().toLowerCase(Locale.ROOT),
                "was",
                "became",
                "SQNR dB",
                "cosine",
                "largest error",
                "clipped",
                "not finite"));
    for (Entry e : entries) {
      Difference d = e.difference();
      out.append(String.format(Locale.ROOT, names, title(e), e.was(), e.became()))
          .append(
              String.format(
                  Locale.ROOT, "  %9.2f  %9.6f  %13.6g", d.sqnr(), d.cosine(), d.largestError()))
          .append(
              String.format(
                  Locale.ROOT, "  %7.3f%%  %10d%n", 100 * d.clippedFraction(), d.notFinite()));
    }
    return out.append(list("only in the float graph", onlyFloat))
        .append(list("only in the quantized graph", onlyQuantized))
        .toString();
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).reduce(7, Math::max);
  }

  private String title(Entry e) {
    if (kind == Kind.WEIGHTS) {
      return e.node() + "." + e.value();
    }
    boolean alone = entries.stream().filter(o -> o.node().equals(e.node())).count() == 1;
    return alone ? e.node() : e.node() + " [" + e.value() + "]";
  }

  private static String list(String what, List<String> names) {
    return names.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%s: %s%n", what, String.join(", ", names));
  }

  /**
   * For programs: an object with {@code kind}, {@code nodes} (each with {@code node}, {@code
   * value}, {@code was}, {@code became}, {@code elements}, {@code notFinite}, {@code clipped},
   * {@code sqnr}, {@code cosine}, {@code largestError}), {@code onlyFloat} and {@code
   * onlyQuantized}. JSON has no infinity and no NaN: such a {@code sqnr} or {@code cosine} is null;
   * it was +∞ where {@code largestError} is 0 and there are elements.
   *
   * @return JSON
   */
  public String toJson() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", kind.name().toLowerCase(Locale.ROOT));
    all.put("nodes", entries.stream().map(Comparison::fields).toList());
    all.put("onlyFloat", onlyFloat);
    all.put("onlyQuantized", onlyQuantized);
    return Json.write(all);
  }

  private static Map<String, Object> fields(Entry e) {
    Difference d = e.difference();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("node", e.node());
    fields.put("value", e.value());
    fields.put("was", e.was());
    fields.put("became", e.became());
    fields.put("elements", d.elements());
    fields.put("notFinite", d.notFinite());
    fields.put("clipped", d.clipped());
    fields.put("sqnr", finite(d.sqnr()));
    fields.put("cosine", finite(d.cosine()));
    fields.put("largestError", d.largestError());
    return fields;
  }

  private static Object finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
