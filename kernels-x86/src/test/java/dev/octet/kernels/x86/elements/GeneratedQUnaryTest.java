package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.QUnaryContract;
import dev.octet.kernels.x86.machine.Isa;
import org.junit.jupiter.api.Nested;

class GeneratedQUnaryTest {
  private static final Native<QUnary> KERNELS =
      new Native<>((isa, caller) -> GeneratedQUnary.of(isa, Native.CPU, caller));

  @Nested
  class Avx2 extends QUnaryContract {
    @Override
    protected QUnary kernel() {
      return KERNELS.kernel(Isa.AVX2);
    }
  }

  @Nested
  class AvxVnni extends QUnaryContract {
    @Override
    protected QUnary kernel() {
      return KERNELS.kernel(Isa.AVX_VNNI);
    }
  }

  @Nested
  class Avx512 extends QUnaryContract {
    @Override
    protected QUnary kernel() {
      return KERNELS.kernel(Isa.AVX512_VNNI);
    }
  }
}
