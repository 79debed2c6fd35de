package dev.octet.examples.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Text in aligned columns: the first to the left, the others to the right.
 *
 * @param header one cell a column
 * @param rows each with as many cells
 */
public record Table(List<String> header, List<List<String>> rows) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a row has not as many cells as the header
   */
  public Table {
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "table row %s: expected %d cells, got %d".formatted(row, header.size(), row.size()));
      }
    }
  }

  /**
   * The text.
   *
   * @return a line for the header, a rule, and a line for each row
   */
  public String render() {
    int[] widths =
        IntStream.range(0, header.size())
            .map(
                c ->
                    Math.max(
                        header.get(c).length(),
                        rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0)))
            .toArray();
    String rule = "-".repeat(IntStream.of(widths).sum() + 2 * (widths.length - 1));
    return line(header, widths)
        + rule
        + "\n"
        + rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String space = " ".repeat(widths[c] - cells.get(c).length());
      line.append(c == 0 ? cells.get(c) + space : "  " + space + cells.get(c));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
