package dev.octet.kernels.vector;

import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatNormContract;

class VectorFloatNormTest extends FloatNormContract {
  @Override
  protected FloatNorm kernel() {
    return new VectorFloatNorm();
  }
}
