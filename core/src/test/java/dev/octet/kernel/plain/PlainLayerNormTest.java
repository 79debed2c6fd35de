package dev.octet.kernel.plain;

import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.LayerNormContract;

class PlainLayerNormTest extends LayerNormContract {
  @Override
  protected LayerNorm kernel() {
    return new PlainLayerNorm();
  }
}
