package dev.octet.nn;

import java.util.List;

/**
 * What a pass did to each node, and why: which became integers, which stayed float.
 *
 * @param entries one for each node that the pass had an opinion of
 */
public record Coverage(List<Entry> entries) {
  /** No entries. */
  public static final Coverage EMPTY = new Coverage(List.of());

  /** Copies. */
  public Coverage {
    entries = List.copyOf(entries);
  }

  /**
   * One node.
   *
   * @param node its name
   * @param was the type of its module before
   * @param became the type of its module after; the same when it stayed
   * @param why the rule that was applied, or the reason why none was
   * @param bytesBefore memory of its weights before
   * @param bytesAfter memory of its weights after
   */
  public record Entry(
      String node, String was, String became, String why, long bytesBefore, long bytesAfter) {}

  /**
   * Weight memory of all nodes listed, before.
   *
   * @return bytes
   */
  public long bytesBefore() {
    return entries.stream().mapToLong(Entry::bytesBefore).sum();
  }

  /**
   * Weight memory of all nodes listed, after.
   *
   * @return bytes
   */
  public long bytesAfter() {
    return entries.stream().mapToLong(Entry::bytesAfter).sum();
  }

  /** {@return a table for people, a line for each node and one for the sum} */
  @Override
  public String toString() {
    int width = entries.stream().mapToInt(e -> e.node().length()).max().orElse(4);
    String row = "%-" + Math.max(width, 5) + "s  %-12s %-20s %,13d %,13d  %s%n";
    StringBuilder out =
        new StringBuilder(
            String.format(
                row.replace("%,13d", "%13s"), "node", "was", "became", "bytes", "now", "why"));
    for (Entry e : entries) {
      out.append(
          String.format(
              row, e.node(), e.was(), e.became(), e.bytesBefore(), e.bytesAfter(), e.why()));
    }
    return out.append(String.format(row, "total", "", "", bytesBefore(), bytesAfter(), ""))
        .toString();
  }
}
