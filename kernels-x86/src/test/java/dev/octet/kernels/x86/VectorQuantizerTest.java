package dev.octet.kernels.x86;

import dev.octet.kernel.Quantizer;
import dev.octet.kernel.QuantizerContract;

class VectorQuantizerTest extends QuantizerContract {
  @Override
  protected Quantizer kernel() {
    return new VectorQuantizer();
  }
}
