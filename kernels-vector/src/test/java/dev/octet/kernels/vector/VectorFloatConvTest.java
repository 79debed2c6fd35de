package dev.octet.kernels.vector;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatConvContract;

class VectorFloatConvTest extends FloatConvContract {
  @Override
  protected FloatConv kernel() {
    return VectorGemm.floatConv();
  }

  @Override
  protected int tileColumns() {
    return VectorGemm.tile().columns();
  }
}
