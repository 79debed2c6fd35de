package dev.octet.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are drawn without a display and without the machine's fonts, the same every time. */
class DrawingTest {
  private static final List<String> SENTENCES =
      List.of("The tide comes in twice a day.", "Bread rises faster in a warm kitchen.");

  private static int[] levels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void linesAreTheSameInEveryRun() throws IOException {
    List<Font> fonts = Typefaces.load();
    assertThat(fonts).extracting(Font::getFamily).contains("DejaVu Serif", "Liberation Sans");
    List<Line> lines = Line.draw(30, SENTENCES, fonts, 7);
    List<Line> again = Line.draw(30, SENTENCES, fonts, 7);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(again.get(i).text()).isEqualTo(lines.get(i).text()).isNotBlank();
      assertThat(levels(again.get(i).image())).isEqualTo(levels(lines.get(i).image()));
    }
    assertThat(lines.stream().map(Line::text).distinct().count()).isGreaterThan(15);
    assertThat(Line.draw(30, SENTENCES, fonts, 8))
        .extracting(Line::text)
        .isNotEqualTo(lines.stream().map(Line::text).toList());
  }

  @Test
  void textStandsOutFromItsGround() throws IOException {
    for (Line line : Line.draw(30, SENTENCES, Typefaces.load(), 9)) {
      BufferedImage image = line.image();
      int least = 255;
      int greatest = 0;
      for (int rgb : levels(image)) {
        least = Math.min(least, rgb >> 8 & 255);
        greatest = Math.max(greatest, rgb >> 8 & 255);
      }
      assertThat(greatest - least).as(line.text()).isGreaterThan(60);
      assertThat(image.getWidth()).isGreaterThan(image.getHeight());
    }
  }

  @Test
  void pixelsAreBlueGreenRedFromMinusOneToOne() {
    BufferedImage image = new BufferedImage(200, 96, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 200; x++) {
        image.setRGB(x, y, 0xff0080);
      }
    }
    Pixels pixels = Pixels.forRecogniser(image);
    assertThat(pixels.width()).isEqualTo(320);
    int plane = 48 * 320;
    assertThat(pixels.values()).hasSize(3 * plane);
    assertThat(pixels.values()[0]).isEqualTo(0x80 / 127.5f - 1);
    assertThat(pixels.values()[plane]).isEqualTo(-1f);
    assertThat(pixels.values()[2 * plane + 99]).isEqualTo(1f);
    assertThat(pixels.values()[2 * plane + 100]).as("behind the line").isZero();
    BufferedImage wide = new BufferedImage(1000, 96, BufferedImage.TYPE_INT_RGB);
    assertThat(Pixels.forRecogniser(wide).width()).isEqualTo(512);
    assertThat(Pixels.forClassifier(wide).values()).hasSize(3 * 48 * 192).doesNotContain(0f);
  }

  @Test
  void turnedTwiceIsNotTurned() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x123456);
    BufferedImage turned = Pixels.turned(image);
    assertThat(turned.getRGB(2, 1) & 0xffffff).isEqualTo(0x123456);
    assertThat(levels(Pixels.turned(turned))).isEqualTo(levels(image));
  }
}
