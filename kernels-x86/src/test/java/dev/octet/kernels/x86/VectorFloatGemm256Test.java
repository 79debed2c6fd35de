package dev.octet.kernels.x86;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatGemmContract;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.octet.kernels.x86.Hardware#has256")
class VectorFloatGemm256Test extends FloatGemmContract {
  @Override
  protected FloatGemm kernel() {
    return VectorGemm.floats(256);
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
