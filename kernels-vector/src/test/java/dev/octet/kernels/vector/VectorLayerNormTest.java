package dev.octet.kernels.vector;

import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.LayerNormContract;

class VectorLayerNormTest extends LayerNormContract {
  @Override
  protected LayerNorm kernel() {
    return new VectorLayerNorm();
  }
}
