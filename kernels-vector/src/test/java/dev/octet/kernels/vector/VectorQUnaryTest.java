package dev.octet.kernels.vector;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.QUnaryContract;

class VectorQUnaryTest extends QUnaryContract {
  @Override
  protected QUnary kernel() {
    return new VectorQUnary();
  }
}
