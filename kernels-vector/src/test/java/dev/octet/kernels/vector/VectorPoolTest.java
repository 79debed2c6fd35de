package dev.octet.kernels.vector;

import dev.octet.kernel.Pool;
import dev.octet.kernel.PoolContract;
import dev.octet.kernel.plain.TapPool;

class VectorPoolTest extends PoolContract {
  @Override
  protected Pool kernel() {
    return new TapPool(new VectorPoolTaps());
  }
}
