package dev.octet.kernels.vector;

import dev.octet.kernel.Softmax;
import dev.octet.kernel.SoftmaxContract;

class VectorSoftmaxTest extends SoftmaxContract {
  @Override
  protected Softmax kernel() {
    return new VectorSoftmax();
  }
}
