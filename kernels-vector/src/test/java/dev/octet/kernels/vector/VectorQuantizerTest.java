package dev.octet.kernels.vector;

import dev.octet.kernel.Quantizer;
import dev.octet.kernel.QuantizerContract;

class VectorQuantizerTest extends QuantizerContract {
  @Override
  protected Quantizer kernel() {
    return new VectorQuantizer();
  }
}
