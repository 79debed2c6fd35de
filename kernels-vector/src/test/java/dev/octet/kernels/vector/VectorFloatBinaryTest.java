package dev.octet.kernels.vector;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatBinaryContract;

class VectorFloatBinaryTest extends FloatBinaryContract {
  @Override
  protected FloatBinary kernel() {
    return new VectorFloatBinary();
  }
}
