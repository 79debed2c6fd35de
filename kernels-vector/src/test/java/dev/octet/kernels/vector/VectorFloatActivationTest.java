package dev.octet.kernels.vector;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatActivationContract;

class VectorFloatActivationTest extends FloatActivationContract {
  @Override
  protected FloatActivation kernel() {
    return new VectorFloatActivation();
  }
}
