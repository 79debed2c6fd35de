package dev.octet.examples.ocr;

import dev.octet.tensor.FloatTensor;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * An image as the models take it: [1, 3, 48, width], blue, green, red, from -1 to 1; zeros behind
 * the line up to the width. So does RapidOCR (rapidocr_onnxruntime, {@code resize_norm_img}).
 *
 * @param values elements, row-major
 * @param width pixels of a row
 */
record Pixels(float[] values, int width) {
  static final int HEIGHT = 48;

  /** The least width that the recogniser was trained with. */
  private static final int LEAST = 320;

  /** What the angle classifier was trained with; longer lines are pressed together. */
  private static final int CLASSIFIER_WIDTH = 192;

  static Pixels forRecogniser(BufferedImage image) {
    int width = scaled(image);
    return of(image, width, Math.max(LEAST, Math.ceilDiv(width, 16) * 16));
  }

  static Pixels forClassifier(BufferedImage image) {
    return of(image, Math.min(CLASSIFIER_WIDTH, scaled(image)), CLASSIFIER_WIDTH);
  }

  private static int scaled(BufferedImage image) {
    return Math.ceilDiv(image.getWidth() * HEIGHT, image.getHeight());
  }

  private static Pixels of(BufferedImage image, int width, int all) {
    BufferedImage line = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = line.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image, 0, 0, width, HEIGHT, null);
    g.dispose();
    float[] values = new float[3 * HEIGHT * all];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = line.getRGB(x, y);
        for (int channel = 0; channel < 3; channel++) {
          int level = rgb >> 8 * channel & 255;
          values[(channel * HEIGHT + y) * all + x] = level / 127.5f - 1;
        }
      }
    }
    return new Pixels(values, all);
  }

  /** The other way up. */
  static BufferedImage turned(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        turned.setRGB(width - 1 - x, height - 1 - y, image.getRGB(x, y));
      }
    }
    return turned;
  }

  /** Elements [1, 3, 48, width], shared. */
  FloatTensor tensor() {
    return FloatTensor.wrap(values, 1, 3, HEIGHT, width);
  }
}
