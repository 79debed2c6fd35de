package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The parts of a convolution for images of one size, and which output pixels their rows are.
 *
 * @param parts in the order of {@link ConvPart#tapsByPart}
 * @param inDepth size of the images
 * @param inHeight size of the images
 * @param inWidth size of the images
 * @param depth size of the results
 * @param height size of the results
 * @param width size of the results
 */
record ConvGeometry(
    List<ConvPart> parts,
    int inDepth,
    int inHeight,
    int inWidth,
    int depth,
    int height,
    int width) {
  static ConvGeometry of(ConvFilter f, int depth, int height, int width) {
    return new ConvGeometry(
        ConvPart.of(f, depth, height, width),
        depth,
        height,
        width,
        Math.max(0, f.outputSize(f.depth(), depth)),
        Math.max(0, f.outputSize(f.height(), height)),
        Math.max(0, f.outputSize(f.width(), width)));
  }

  boolean isFor(int d, int h, int w) {
    return inDepth == d && inHeight == h && inWidth == w;
  }

  /** From rows of a part to pixels of the result; null where they are the same. */
  IntUnaryOperator resultRow(ConvPart part) {
    if (parts.size() == 1) {
      return null;
    }
    return row -> {
      int w = row % part.width().outputs();
      int rest = row / part.width().outputs();
      int h = rest % part.height().outputs();
      rest /= part.height().outputs();
      int d = rest % part.depth().outputs();
      int n = rest / part.depth().outputs();
      return ((n * depth + part.depth().positions()[d]) * height + part.height().positions()[h])
              * width
          + part.width().positions()[w];
    };
  }
}
