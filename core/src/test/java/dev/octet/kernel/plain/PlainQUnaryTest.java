package dev.octet.kernel.plain;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.QUnaryContract;

class PlainQUnaryTest extends QUnaryContract {
  @Override
  protected QUnary kernel() {
    return new PlainQUnary();
  }
}
