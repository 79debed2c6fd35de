package dev.octet.kernel.plain;

import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatNormContract;

class PlainFloatNormTest extends FloatNormContract {
  @Override
  protected FloatNorm kernel() {
    return new PlainFloatNorm();
  }
}
