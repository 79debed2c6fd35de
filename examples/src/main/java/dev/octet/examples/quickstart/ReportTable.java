package dev.octet.examples.quickstart;

import dev.octet.examples.quickstart.Report.Model;
import dev.octet.examples.quickstart.Report.Peers;
import dev.octet.examples.quickstart.Report.Quantized;
import dev.octet.examples.report.Environment;
import dev.octet.examples.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The report as people read it: a column for each model, and what they need to trust it. */
final class ReportTable {

  /** A column: a model, the float model of its runtime, and how near it is to that one. */
  private record Column(Model model, Model original, Optional<Fidelity> fidelity) {

    static Column of(Model original) {
      return new Column(original, original, Optional.empty());
    }

    static Column of(Quantized quantized, Model original) {
      return new Column(quantized.model(), original, Optional.of(quantized.fidelity()));
    }

    String fidelity(String format, Function<Fidelity, Double> value) {
      return fidelity.map(f -> ReportTable.format(format, value.apply(f))).orElse("");
    }
  }

  private ReportTable() {}

  static String render(Report report) {
    Environment at = report.environment();
    StringBuilder text = new StringBuilder();
    text.append(
        """
        all-MiniLM-L6-v2: %d sentences, one at a time; times are medians of wall time, %d thread
        engine  %s
        on      %s, %s, %s

        """
            .formatted(
                report.sentences(), at.threads(), at.engine(), at.cpu(), at.jdk(), at.date()));
    text.append(table(report).render());
    report.peers().ifPresent(peers -> text.append(beside(peers)));
    return text.toString();
  }

  private static Table table(Report report) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of(report.original()));
    columns.add(Column.of(report.int8(), report.original()));
    columns.add(Column.of(report.preset(), report.original()));
    report
        .peers()
        .ifPresent(
            peers -> {
              columns.add(Column.of(peers.original()));
              columns.add(Column.of(peers.int8(), peers.original()));
            });
    return new Table(
        row("", columns, c -> c.model().name()),
        List.of(
            row("model file, MB", columns, c -> format("%.1f", c.model().modelBytes() / 1e6)),
            row("  of float", columns, c -> format("%.3f", size(c))),
            row("16 tokens, ms", columns, c -> format("%.2f", c.model().ms16())),
            row("  times float's speed", columns, c -> format("%.2f", speed(c, Model::ms16))),
            row("128 tokens, ms", columns, c -> format("%.2f", c.model().ms128())),
            row("  times float's speed", columns, c -> format("%.2f", speed(c, Model::ms128))),
            row("cosine to float, mean", columns, c -> c.fidelity("%.5f", Fidelity::cosineMean)),
            row("cosine to float, worst", columns, c -> c.fidelity("%.5f", Fidelity::cosineWorst)),
            row(
                "same nearest neighbour",
                columns,
                c -> c.fidelity("%.3f", Fidelity::nearestNeighbourAgreement))));
  }

  private static String beside(Peers peers) {
    String lines =
        """

        against the float embeddings of %s:
          Octet float, largest difference  %.2e
          Octet int8, cosine mean / worst  %.5f / %.5f
          PyTorch preset                   %.5f / %.5f
        """;
    return String.format(
        Locale.ROOT,
        lines,
        peers.runtime(),
        peers.floatMaxAbsDifference(),
        peers.octetInt8().cosineMean(),
        peers.octetInt8().cosineWorst(),
        peers.octetPreset().cosineMean(),
        peers.octetPreset().cosineWorst());
  }

  private static List<String> row(
      String label, List<Column> columns, Function<Column, String> cell) {
    List<String> row = new ArrayList<>(List.of(label));
    columns.stream().map(cell).forEach(row::add);
    return row;
  }

  private static double size(Column c) {
    return (double) c.model().modelBytes() / c.original().modelBytes();
  }

  private static double speed(Column c, Function<Model, Double> millis) {
    return millis.apply(c.original()) / millis.apply(c.model());
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
