package dev.octet.kernels.vector;

import dev.octet.kernel.FloatAccuracy;
import dev.octet.kernel.FloatAccuracyContract;

class VectorFloatAccuracyTest extends FloatAccuracyContract {
  @Override
  protected FloatAccuracy accuracy() {
    return new FloatAccuracy("vector, " + VectorKernels.bits() + " bits", VectorKernels.all());
  }
}
