package dev.octet.kernel.plain;

import dev.octet.kernel.Softmax;
import dev.octet.kernel.SoftmaxContract;

class PlainSoftmaxTest extends SoftmaxContract {
  @Override
  protected Softmax kernel() {
    return new PlainSoftmax();
  }
}
