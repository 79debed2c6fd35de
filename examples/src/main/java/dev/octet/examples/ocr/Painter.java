package dev.octet.examples.ocr;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws lines of text as a camera might see them: some typeface and size, dark on light or the
 * other way round, slightly turned, some blurred, all with noise.
 */
final class Painter {
  private static final FontRenderContext SMOOTH = new FontRenderContext(null, true, true);
  private static final float[] BLUR = {1, 2, 1, 2, 4, 2, 1, 2, 1};

  private final List<Font> fonts;
  private final RandomGenerator random;

  Painter(List<Font> fonts, RandomGenerator random) {
    this.fonts = fonts;
    this.random = random;
  }

  BufferedImage draw(String text) {
    Font font = fonts.get(random.nextInt(fonts.size())).deriveFont(16f + random.nextInt(29));
    Rectangle2D box = font.getStringBounds(text, SMOOTH);
    double angle = Math.toRadians((random.nextDouble() - 0.5) * 3);
    double sine = Math.abs(Math.sin(angle));
    int width = (int) Math.ceil(box.getWidth() + box.getHeight() * (sine + 0.4));
    int height = (int) Math.ceil(box.getHeight() * 1.05 + box.getWidth() * sine);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    boolean dark = random.nextInt(5) > 0;
    g.setColor(dark ? light() : shade());
    g.fillRect(0, 0, width, height);
    g.setColor(dark ? shade() : light());
    AffineTransform turned = AffineTransform.getRotateInstance(angle, width / 2.0, height / 2.0);
    turned.translate(
        (width - box.getWidth()) / 2 - box.getX(), (height - box.getHeight()) / 2 - box.getY());
    g.transform(turned);
    // Outlines are Java's own; glyphs drawn as text may be smoothed otherwise elsewhere.
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.fill(font.createGlyphVector(SMOOTH, text).getOutline());
    g.dispose();
    return noisy(random.nextInt(3) == 0 ? blurred(image) : image);
  }

  private Color light() {
    return colour(180, 256);
  }

  private Color shade() {
    return colour(0, 100);
  }

  private Color colour(int from, int to) {
    int grey = random.nextInt(from, to);
    return new Color(near(grey, 15), near(grey, 15), near(grey, 15));
  }

  private int near(int value, int most) {
    return Math.clamp(value + random.nextInt(-most, most + 1), 0, 255);
  }

  private static BufferedImage blurred(BufferedImage image) {
    float[] weights = new float[BLUR.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = BLUR[i] / 16;
    }
    return new ConvolveOp(new Kernel(3, 3, weights), ConvolveOp.EDGE_NO_OP, null)
        .filter(image, null);
  }

  private BufferedImage noisy(BufferedImage image) {
    double strength = random.nextDouble() * 12;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int noise = (int) Math.round(random.nextGaussian() * strength);
        int red = Math.clamp((rgb >> 16 & 255) + noise, 0, 255);
        int green = Math.clamp((rgb >> 8 & 255) + noise, 0, 255);
        int blue = Math.clamp((rgb & 255) + noise, 0, 255);
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }
}
