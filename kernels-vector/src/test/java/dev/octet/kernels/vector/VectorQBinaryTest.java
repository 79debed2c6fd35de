package dev.octet.kernels.vector;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.QBinaryContract;

class VectorQBinaryTest extends QBinaryContract {
  @Override
  protected QBinary kernel() {
    return new VectorQBinary();
  }
}
