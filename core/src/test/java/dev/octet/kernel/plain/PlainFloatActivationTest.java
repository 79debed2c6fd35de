package dev.octet.kernel.plain;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatActivationContract;

class PlainFloatActivationTest extends FloatActivationContract {
  @Override
  protected FloatActivation kernel() {
    return new PlainFloatActivation();
  }
}
