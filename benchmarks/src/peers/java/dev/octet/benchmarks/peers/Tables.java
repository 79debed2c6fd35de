package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Measured.TwoThreads;
import dev.octet.benchmarks.peers.RoundRobin.Timing;
import dev.octet.benchmarks.peers.Variant.Numbers;
import java.util.List;
import java.util.Locale;

/** The report as Markdown. */
final class Tables {
  private final Report report;
  private final StringBuilder out = new StringBuilder();

  Tables(Report report) {
    this.report = report;
  }

  String markdown() {
    line("# Octet beside PyTorch and ONNX Runtime");
    line("");
    line("CPU time of one thread, medians, everybody in turns in one process. A ratio is the");
    line("peer's time over Octet's, both of this run: above 1 Octet is faster.");
    summary();
    for (Group group : Group.values()) {
      rows(group, report.rows().stream().filter(r -> r.group() == group).toList());
    }
    twoThreads();
    allocations();
    everything();
    environment();
    return out.toString();
  }

  private void summary() {
    head("Summary");
    table("tier", "what", "geometric mean", "least", "rows");
    for (Summary s : Summary.of(report)) {
      row(s.tier(), s.what(), two(s.value()), two(s.least()), Integer.toString(s.rows()));
    }
  }

  private void rows(Group group, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    head(group.id());
    table(
        "name", "tier", "Octet us", "GMAC/s", "against", "best peer", "its us", "ratio", "spread");
    for (Row r : rows) {
      row(
          r.name(),
          r.tier().id(),
          us(r.ours().us()),
          String.format(Locale.ROOT, "%.0f", r.gigamacs()),
          r.against() == Numbers.INT8 ? "int8" : "float",
          r.peer(),
          us(r.peers().us()),
          two(r.ratio()),
          percent(r.ours().spread()) + ", " + percent(r.peers().spread()));
    }
  }

  private void twoThreads() {
    if (report.measured().stream().allMatch(m -> m.twoThreads().isEmpty())) {
      return;
    }
    head("Two threads, wall time");
    table("group", "name", "who", "one us", "two us", "speed-up");
    for (Measured m : report.measured()) {
      for (TwoThreads t : m.twoThreads()) {
        row(t.group().id(), m.name(), t.who(), us(t.oneUs()), us(t.twoUs()), two(t.speedUp()));
      }
    }
  }

  private void allocations() {
    if (report.measured().stream().allMatch(m -> m.allocations().isEmpty())) {
      return;
    }
    head("Bytes allocated by a call");
    table("name", "who", "bytes", "of them the result", "calls before");
    for (Measured m : report.measured()) {
      for (Allocation a : m.allocations()) {
        row(
            a.name(),
            a.who(),
            Long.toString(a.bytes()),
            Long.toString(a.resultBytes()),
            Integer.toString(a.callsBefore()));
      }
    }
  }

  private void everything() {
    head("Everything measured");
    line("Spread is median over least sample; clean samples had the core to themselves.");
    line("");
    table("group", "name", "who", "us", "GMAC/s", "of FMA peak", "wall us", "spread", "clean");
    for (Measured m : report.measured()) {
      for (Timed t : m.timed()) {
        Timing time = t.timing();
        double rate = m.macs() / time.us() / 1e3;
        row(
            t.group().id(),
            m.nameOf(t),
            t.who(),
            us(time.us()),
            String.format(Locale.ROOT, "%.0f", rate),
            percent(rate / m.peak()),
            us(time.wallUs()),
            percent(time.spread()),
            time.clean() + "/" + time.taken());
      }
    }
  }

  private void environment() {
    head("Environment");
    report.environment().forEach((key, value) -> line("- " + key + ": " + value));
  }

  private void head(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void table(String... columns) {
    row(columns);
    line("|" + "---|".repeat(columns.length));
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String us(double us) {
    return String.format(Locale.ROOT, us < 100 ? "%.2f" : "%.0f", us);
  }

  private static String two(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
