package dev.octet.kernels.vector;

import dev.octet.kernel.QNorm;
import dev.octet.kernel.QNormContract;

class VectorQNormTest extends QNormContract {
  @Override
  protected QNorm kernel() {
    return new VectorQNorm();
  }
}
