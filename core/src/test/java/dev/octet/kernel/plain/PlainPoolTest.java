package dev.octet.kernel.plain;

import dev.octet.kernel.Pool;
import dev.octet.kernel.PoolContract;

class PlainPoolTest extends PoolContract {
  @Override
  protected Pool kernel() {
    return new TapPool(new PlainPoolTaps());
  }
}
