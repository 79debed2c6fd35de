package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.kernel.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * One line of the summary.
 *
 * @param tier Octet's tier
 * @param what which rows
 * @param value geometric mean of their ratios, or what the line says
 * @param least the least of them
 * @param rows how many
 */
record Summary(String tier, String what, double value, double least, int rows) {
  private static final Predicate<Row> FLOAT =
      r -> r.group() == Group.FLOAT_LINEAR || r.group() == Group.FLOAT_CONV;
  private static final Predicate<Row> LINEAR =
      r -> r.group() == Group.LINEAR_STATIC || r.group() == Group.LINEAR_DYNAMIC;
  private static final Predicate<Row> CONV = r -> r.group() == Group.CONV;
  private static final Predicate<Row> ONE_ROW = r -> r.name().startsWith("1x");
  private static final Predicate<Row> DEPTHWISE = r -> r.name().startsWith("dw ");
  private static final Predicate<Row> MODEL_INT8 =
      r -> r.group() == Group.MODEL && r.name().endsWith("int8");

  private static final String MOST = "512x1024x1024";

  /** The lines that have rows. */
  static List<Summary> of(Report report) {
    List<Summary> lines = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      List<Row> rows = report.rows().stream().filter(r -> r.tier() == tier).toList();
      Predicate<Row> int8 = LINEAR.or(CONV);
      Predicate<Row> big = LINEAR.and(ONE_ROW.negate()).or(CONV);
      add(lines, tier, "float linear and conv / best float", rows, FLOAT, Numbers.FLOAT);
      add(lines, tier, "int8 linear (M >= 8) and conv / best float", rows, big, Numbers.FLOAT);
      add(
          lines,
          tier,
          "int8 linear (M = 1) / best float",
          rows,
          LINEAR.and(ONE_ROW),
          Numbers.FLOAT);
      add(lines, tier, "int8 depthwise / best float", rows, CONV.and(DEPTHWISE), Numbers.FLOAT);
      add(lines, tier, "float depthwise / best float", rows, FLOAT.and(DEPTHWISE), Numbers.FLOAT);
      add(lines, tier, "int8 linear and conv / best int8", rows, int8, Numbers.INT8);
      add(lines, tier, "int8 models / best int8", rows, MODEL_INT8, Numbers.INT8);
      add(lines, tier, "int8 models / best float", rows, MODEL_INT8, Numbers.FLOAT);
      shareOfPeak(lines, tier, report);
    }
    double[] speedUps =
        report.measured().stream()
            .flatMap(m -> m.twoThreads().stream())
            .mapToDouble(Measured.TwoThreads::speedUp)
            .toArray();
    add(lines, "best", "two threads / one, wall time, rows over 200 us", speedUps);
    return lines;
  }

  private static void add(
      List<Summary> lines,
      Tier tier,
      String what,
      List<Row> rows,
      Predicate<Row> which,
      Numbers against) {
    double[] ratios =
        rows.stream()
            .filter(which)
            .filter(r -> r.against() == against)
            .mapToDouble(Row::ratio)
            .toArray();
    add(lines, tier.id(), what, ratios);
  }

  private static void add(List<Summary> lines, String tier, String what, double[] ratios) {
    if (ratios.length > 0) {
      double logs = DoubleStream.of(ratios).map(Math::log).average().getAsDouble();
      double least = DoubleStream.of(ratios).min().getAsDouble();
      lines.add(new Summary(tier, what, Math.exp(logs), least, ratios.length));
    }
  }

  private static void shareOfPeak(List<Summary> lines, Tier tier, Report report) {
    for (Measured m : report.measured()) {
      for (Timed t : m.timed()) {
        if (m.name().equals(MOST)
            && t.group() == Group.FLOAT_LINEAR
            && t.tier().filter(tier::equals).isPresent()) {
          double share = m.macs() / t.timing().us() / 1e3 / m.peak();
          lines.add(new Summary(tier.id(), "share of FMA peak, float " + MOST, share, share, 1));
        }
      }
    }
  }

  Map<String, Object> fields() {
    Map<String, Object> f = new LinkedHashMap<>();
    f.put("tier", tier);
    f.put("what", what);
    f.put("value", value);
    f.put("least", least);
    f.put("rows", rows);
    return f;
  }
}
