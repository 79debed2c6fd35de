package dev.octet.kernel.plain;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatBinaryContract;

class PlainFloatBinaryTest extends FloatBinaryContract {
  @Override
  protected FloatBinary kernel() {
    return new PlainFloatBinary();
  }
}
