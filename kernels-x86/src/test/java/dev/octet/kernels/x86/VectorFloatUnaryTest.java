package dev.octet.kernels.x86;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.FloatUnaryContract;

class VectorFloatUnaryTest extends FloatUnaryContract {
  @Override
  protected FloatUnary kernel() {
    return new VectorFloatUnary();
  }
}
