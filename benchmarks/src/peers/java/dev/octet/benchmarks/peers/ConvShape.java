package dev.octet.benchmarks.peers;

import java.util.List;

/**
 * A square 2-d convolution with bias and ReLU, one image.
 *
 * @param name what rows are called
 * @param in input channels
 * @param out output channels
 * @param kernel kernel size
 * @param stride stride
 * @param padding padding on each side
 * @param groups groups
 * @param size height and width of the input
 */
record ConvShape(
    String name, int in, int out, int kernel, int stride, int padding, int groups, int size) {
  /** Layers of ResNet-50, MobileNetV2 and ResNeXt. */
  static final List<ConvShape> ALL =
      List.of(
          new ConvShape("3->64 7x7 s2 224", 3, 64, 7, 2, 3, 1, 224),
          new ConvShape("64->64 1x1 56", 64, 64, 1, 1, 0, 1, 56),
          new ConvShape("64->64 3x3 56", 64, 64, 3, 1, 1, 1, 56),
          new ConvShape("64->256 1x1 56", 64, 256, 1, 1, 0, 1, 56),
          new ConvShape("128->128 3x3 28", 128, 128, 3, 1, 1, 1, 28),
          new ConvShape("256->256 3x3 14", 256, 256, 3, 1, 1, 1, 14),
          new ConvShape("512->512 3x3 7", 512, 512, 3, 1, 1, 1, 7),
          new ConvShape("1024->2048 1x1 s2 14", 1024, 2048, 1, 2, 0, 1, 14),
          new ConvShape("dw 144 3x3 56", 144, 144, 3, 1, 1, 144, 56),
          new ConvShape("dw 576 3x3 14", 576, 576, 3, 1, 1, 576, 14),
          new ConvShape("dw 960 3x3 7", 960, 960, 3, 1, 1, 960, 7),
          new ConvShape("grp32 256->256 3x3 56", 256, 256, 3, 1, 1, 32, 56));

  int inPerGroup() {
    return in / groups;
  }

  int outSize() {
    return (size + 2 * padding - kernel) / stride + 1;
  }

  /** Products in one sum. */
  int terms() {
    return inPerGroup() * kernel * kernel;
  }

  long macs() {
    return (long) outSize() * outSize() * out * terms();
  }
}
