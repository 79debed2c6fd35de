package dev.octet.examples.ocr;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A drawn line.
 *
 * @param text what it says
 * @param image how it looks
 */
record Line(String text, BufferedImage image) {

  /** Lines that are the same in every run. */
  static List<Line> draw(int count, List<String> sentences, List<Font> fonts, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Phrases phrases = new Phrases(sentences, random);
    Painter painter = new Painter(fonts, random);
    List<Line> lines = new ArrayList<>();
    while (lines.size() < count) {
      String text = phrases.next();
      lines.add(new Line(text, painter.draw(text)));
    }
    return lines;
  }
}
