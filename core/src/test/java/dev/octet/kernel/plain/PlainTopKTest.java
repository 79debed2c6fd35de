package dev.octet.kernel.plain;

import dev.octet.kernel.TopK;
import dev.octet.kernel.TopKContract;

class PlainTopKTest extends TopKContract {
  @Override
  protected TopK kernel() {
    return new PlainTopK();
  }
}
