package dev.octet.examples.ocr;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What lines say: pieces of sentences, dates, prices, codes, times, addresses. */
final class Phrases {
  private static final int LONGEST = 34;

  private final List<String> sentences;
  private final RandomGenerator random;

  Phrases(List<String> sentences, RandomGenerator random) {
    this.sentences = sentences;
    this.random = random;
  }

  String next() {
    return switch (random.nextInt(10)) {
      case 0 -> "%02d.%02d.%d".formatted(below(28) + 1, below(12) + 1, 1950 + below(100));
      case 1 -> "Total: $%d.%02d".formatted(below(5000), below(100));
      case 2 -> "%s-%05d/%s".formatted(letters(2), below(100_000), letters(1));
      case 3 -> "%02d:%02d, room %d".formatted(below(24), below(60), below(400));
      case 4 -> words(3).toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", ".") + "@mail.com";
      case 5 -> words(4).toUpperCase(Locale.ROOT);
      default -> words(3 + below(4));
    };
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }

  private String letters(int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append((char) ('A' + below(26)));
    }
    return letters.toString();
  }

  /** At most so many neighbouring words of one sentence. */
  private String words(int most) {
    String[] words = sentences.get(below(sentences.size())).split(" ");
    int count = Math.min(most, words.length);
    int from = below(words.length - count + 1);
    String text = String.join(" ", Arrays.copyOfRange(words, from, from + count));
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST).strip();
  }
}
