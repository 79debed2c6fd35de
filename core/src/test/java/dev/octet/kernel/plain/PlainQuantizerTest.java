package dev.octet.kernel.plain;

import dev.octet.kernel.Quantizer;
import dev.octet.kernel.QuantizerContract;

class PlainQuantizerTest extends QuantizerContract {
  @Override
  protected Quantizer kernel() {
    return new PlainQuantizer();
  }
}
