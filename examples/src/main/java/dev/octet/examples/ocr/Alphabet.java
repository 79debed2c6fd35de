package dev.octet.examples.ocr;

import java.util.ArrayList;
import java.util.List;

/**
 * What the recogniser's classes are: class 0 the blank of connectionist temporal classification
 * (Graves et al., 2006), then the characters of a dictionary, and a space.
 *
 * @param characters one for each class from 1 on
 */
record Alphabet(List<String> characters) {
  static Alphabet of(List<String> dictionary) {
    List<String> characters = new ArrayList<>(dictionary);
    characters.add(" ");
    return new Alphabet(List.copyOf(characters));
  }

  int classes() {
    return characters.size() + 1;
  }

  /**
   * The likeliest class of each step, runs of one class taken once, blanks left out, and spaces
   * around the line.
   *
   * @param scores [steps, classes]
   */
  String decode(float[] scores) {
    int classes = classes();
    if (scores.length % classes != 0) {
      throw new IllegalArgumentException(
          scores.length + " scores, expected a multiple of " + classes + " classes");
    }
    StringBuilder text = new StringBuilder();
    int before = 0;
    for (int from = 0; from < scores.length; from += classes) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = scores[from + c] > scores[from + best] ? c : best;
      }
      if (best != 0 && best != before) {
        text.append(characters.get(best - 1));
      }
      before = best;
    }
    return text.toString().strip();
  }
}
