package dev.octet.examples.ocr;

import dev.octet.examples.ocr.Report.Result;
import dev.octet.examples.report.Environment;
import dev.octet.examples.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report as people read it. */
final class ReportTable {
  private ReportTable() {}

  static String render(Report report) {
    Environment at = report.environment();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("recogniser, float", report.recogniser()));
    report.choices().forEach(c -> rows.add(row("  int8, " + c.name(), c)));
    rows.add(row("angle classifier, float", report.classifier()));
    rows.add(row("  int8, " + report.classifierInt8().name(), report.classifierInt8()));
    StringBuilder text = new StringBuilder();
    text.append(
        """
        PaddleOCR: %d drawn lines, one at a time, calibrated with %d others; times are medians of \
        wall time, %d thread
        accuracy: of the recogniser, 1 - edits / characters; of the classifier, lines, both ways up
        engine  %s
        on      %s, %s, %s

        """
            .formatted(
                report.lines(),
                report.calibrationLines(),
                at.threads(),
                at.engine(),
                at.cpu(),
                at.jdk(),
                at.date()));
    text.append(new Table(List.of("", "accuracy", "ms a line", "file, MB"), rows).render());
    report
        .peer()
        .ifPresent(
            p ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        """

                        %s, float: recogniser %.2f ms, classifier %.2f ms
                        largest difference of a probability to it: %.1e, %.1e
                        """,
                        p.runtime(),
                        p.recogniserMs(),
                        p.classifierMs(),
                        p.recogniserDifference(),
                        p.classifierDifference())));
    return text.toString();
  }

  private static List<String> row(String label, Result r) {
    return List.of(
        label,
        String.format(Locale.ROOT, "%.4f", r.accuracy()),
        Double.isNaN(r.ms()) ? "" : String.format(Locale.ROOT, "%.2f", r.ms()),
        String.format(Locale.ROOT, "%.2f", r.bytes() / 1e6));
  }
}
