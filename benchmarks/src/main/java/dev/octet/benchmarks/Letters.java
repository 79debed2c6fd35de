package dev.octet.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A layer as a parameter of a benchmark: a letter and a number for each size, {@code c64-n56-k3}; a
 * word may stand before them.
 */
final class Letters {
  private static final Pattern NUMBER = Pattern.compile("([a-z])([0-9]+)");

  private final String text;
  private final Map<Character, Integer> numbers = new HashMap<>();

  Letters(String text) {
    this.text = text;
    NUMBER
        .matcher(text)
        .results()
        .forEach(m -> numbers.put(m.group(1).charAt(0), Integer.parseInt(m.group(2))));
  }

  /** {@return what stands before the first hyphen} */
  String word() {
    return text.substring(0, text.indexOf('-'));
  }

  /** {@return the number behind a letter that must be there} */
  int number(char letter) {
    Integer number = numbers.get(letter);
    if (number == null) {
      throw new IllegalArgumentException(text + " has no " + letter);
    }
    return number;
  }

  /** {@return the number behind a letter, or the standard one} */
  int number(char letter, int standard) {
    return numbers.getOrDefault(letter, standard);
  }
}
