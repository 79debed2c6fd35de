package dev.octet.kernels.arm;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatGemmContract;
import org.junit.jupiter.api.condition.EnabledIf;

/** 128-bit vectors are at home on x86 too, so the suite runs there as well. */
@EnabledIf("hasModule")
class FloatGemm128Test extends FloatGemmContract {
  static boolean hasModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  @Override
  protected FloatGemm kernel() {
    return VectorGemm.floats();
  }

  @Override
  protected int tileRows() {
    return 8;
  }

  @Override
  protected int tileColumns() {
    return 8;
  }
}
