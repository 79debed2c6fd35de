package dev.octet.examples.ocr;

import java.util.List;

/**
 * How much of some texts was read: 1 - edits / characters, over all lines together. Spaces do not
 * count, as in PaddleOCR's own evaluation ({@code RecMetric}, {@code ignore_space}): whether a
 * narrow one is seen is a toss-up in the float model already.
 */
final class CharAccuracy {
  private CharAccuracy() {}

  static double of(List<String> expected, List<String> read) {
    if (expected.size() != read.size()) {
      throw new IllegalArgumentException(
          "%d lines read, expected %d".formatted(read.size(), expected.size()));
    }
    long characters = 0;
    long edits = 0;
    for (int i = 0; i < expected.size(); i++) {
      String text = expected.get(i).replace(" ", "");
      characters += text.length();
      edits += distance(text, read.get(i).replace(" ", ""));
    }
    return 1 - (double) edits / characters;
  }

  /** The least number of characters put in, taken out or replaced (Levenshtein, 1966). */
  static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] now = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
      }
      int[] swap = before;
      before = now;
      now = swap;
    }
    return before[b.length()];
  }
}
