package dev.octet.zoo;

/**
 * The sizes of a MobileNetV2 (Sandler et al., 2018), as the arguments of torchvision's {@code
 * models/mobilenetv2.py}.
 *
 * @param width factor of channels ({@code width_mult})
 * @param roundNearest channels are multiples of this ({@code round_nearest})
 * @param relu6 whether activations are cut off at 6; torchvision's quantizable twin has plain ReLU
 *     in place of ReLU6
 * @param classes results
 */
public record MobileNetV2Config(double width, int roundNearest, boolean relu6, int classes) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public MobileNetV2Config {
    if (!(width > 0 && width <= 64)) {
      throw new IllegalArgumentException("width " + width + " is not above 0, at most 64");
    }
    if (roundNearest < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "roundNearest " + roundNearest + " and classes " + classes + " must be at least 1");
    }
  }

  /**
   * As torchvision's {@code mobilenet_v2}.
   *
   * @return width 1, multiples of 8, ReLU6, 1000 classes
   */
  public static MobileNetV2Config standard() {
    return new MobileNetV2Config(1, 8, true, 1000);
  }

  /**
   * With other channels.
   *
   * @param factor factor of channels
   * @return a copy
   */
  public MobileNetV2Config withWidth(double factor) {
    return new MobileNetV2Config(factor, roundNearest, relu6, classes);
  }

  /**
   * With plain ReLU, as torchvision's {@code models.quantization.mobilenet_v2}.
   *
   * @return a copy
   */
  public MobileNetV2Config withRelu() {
    return new MobileNetV2Config(width, roundNearest, false, classes);
  }

  /**
   * For so many classes.
   *
   * @param count classes
   * @return a copy
   */
  public MobileNetV2Config withClasses(int count) {
    return new MobileNetV2Config(width, roundNearest, relu6, count);
  }

  /** The multiple of {@code roundNearest} next to {@code channels}, at most a tenth below. */
  int divisible(double channels) {
    int near = (int) (channels + roundNearest / 2.0) / roundNearest * roundNearest;
    int rounded = Math.max(roundNearest, near);
    return rounded < 0.9 * channels ? rounded + roundNearest : rounded;
  }
}
