package dev.octet.kernel.plain;

import dev.octet.kernel.QNorm;
import dev.octet.kernel.QNormContract;

class PlainQNormTest extends QNormContract {
  @Override
  protected QNorm kernel() {
    return new PlainQNorm();
  }
}
