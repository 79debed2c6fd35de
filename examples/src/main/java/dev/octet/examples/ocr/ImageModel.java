package dev.octet.examples.ocr;

/** A model of images on some runtime, ready to run on one thread. */
public interface ImageModel extends AutoCloseable {

  /**
   * What a table calls it.
   *
   * @return a short name
   */
  String name();

  /**
   * Size of the file that holds the model.
   *
   * @return bytes
   */
  long modelBytes();

  /**
   * Runs the model on one image.
   *
   * @param pixels the image [1, 3, height, width], row-major
   * @param height its height
   * @param width its width
   * @return the only output, row-major
   */
  float[] run(float[] pixels, int height, int width);

  @Override
  void close();
}
