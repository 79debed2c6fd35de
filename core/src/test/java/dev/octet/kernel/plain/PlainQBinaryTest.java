package dev.octet.kernel.plain;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.QBinaryContract;

class PlainQBinaryTest extends QBinaryContract {
  @Override
  protected QBinary kernel() {
    return new PlainQBinary();
  }
}
