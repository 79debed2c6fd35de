package dev.octet.kernels.arm;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;
import org.junit.jupiter.api.condition.EnabledIf;

/** 128-bit vectors are at home on x86 too, so the suite runs there as well. */
@EnabledIf("hasModule")
class QGemm128Test extends QGemmContract {
  static boolean hasModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  @Override
  protected QGemm kernel() {
    return VectorGemm.integers();
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
