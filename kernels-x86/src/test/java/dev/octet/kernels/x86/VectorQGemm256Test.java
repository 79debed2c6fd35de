package dev.octet.kernels.x86;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.octet.kernels.x86.Hardware#has256")
class VectorQGemm256Test extends QGemmContract {
  @Override
  protected QGemm kernel() {
    return VectorGemm.integers(256);
  }

  @Override
  protected int tileRows() {
    return 4;
  }

  @Override
  protected int tileColumns() {
    return 32;
  }
}
