package dev.octet.kernels.x86;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.octet.kernels.x86.Hardware#has512")
class VectorQGemm512Test extends QGemmContract {
  @Override
  protected QGemm kernel() {
    return VectorGemm.integers(512);
  }

  @Override
  protected int tileRows() {
    return 8;
  }

  @Override
  protected int tileColumns() {
    return 32;
  }
}
