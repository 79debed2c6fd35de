package dev.octet.kernel.reference;

import dev.octet.kernel.ConvFilter;

/** Which inputs and weights make up each output of a convolution. */
final class ReferencePixels {
  private ReferencePixels() {}

  /** One product: an input pixel, its channel, the index of a weight. */
  interface Product {
    void visit(int pixel, int inChannel, int weight);
  }

  /** All products of one output. */
  interface Products {
    void forEach(Product product);
  }

  /** One output: its pixel, its channel, its products. */
  interface Output {
    void visit(int row, int channel, Products products);
  }

  static void forEach(ConvFilter f, int batch, int depth, int height, int width, Output output) {
    int row = 0;
    for (int n = 0; n < batch; n++) {
      for (int d = 0; d < f.outputSize(f.depth(), depth); d++) {
        for (int h = 0; h < f.outputSize(f.height(), height); h++) {
          for (int w = 0; w < f.outputSize(f.width(), width); w++, row++) {
            int[] at = {n, d, h, w};
            for (int c = 0; c < f.outChannels(); c++) {
              int channel = c;
              output.visit(
                  row, c, product -> products(f, at, channel, depth, height, width, product));
            }
          }
        }
      }
    }
  }

  private static void products(
      ConvFilter f, int[] at, int channel, int depth, int height, int width, Product product) {
    int inputs = f.groupInputs();
    int firstInput = channel / f.groupOutputs() * inputs;
    int weight = channel * f.k();
    for (int td = 0; td < f.depth().kernel(); td++) {
      int d = f.inputAt(f.depth(), depth, at[1], td);
      for (int th = 0; th < f.height().kernel(); th++) {
        int h = f.inputAt(f.height(), height, at[2], th);
        for (int tw = 0; tw < f.width().kernel(); tw++) {
          int w = f.inputAt(f.width(), width, at[3], tw);
          for (int i = 0; i < inputs; i++, weight++) {
            if (d >= 0 && h >= 0 && w >= 0) {
              int pixel = ((at[0] * depth + d) * height + h) * width + w;
              product.visit(pixel, firstInput + i, weight);
            }
          }
        }
      }
    }
  }
}
