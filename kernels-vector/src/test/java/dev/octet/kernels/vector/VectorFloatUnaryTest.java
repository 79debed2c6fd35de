package dev.octet.kernels.vector;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.FloatUnaryContract;

class VectorFloatUnaryTest extends FloatUnaryContract {
  @Override
  protected FloatUnary kernel() {
    return new VectorFloatUnary();
  }
}
