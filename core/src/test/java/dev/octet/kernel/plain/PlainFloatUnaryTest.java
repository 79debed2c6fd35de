package dev.octet.kernel.plain;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.FloatUnaryContract;

class PlainFloatUnaryTest extends FloatUnaryContract {
  @Override
  protected FloatUnary kernel() {
    return new PlainFloatUnary();
  }
}
