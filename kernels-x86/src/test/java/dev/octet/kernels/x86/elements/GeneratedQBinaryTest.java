package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.QBinaryContract;
import dev.octet.kernels.x86.machine.Isa;
import org.junit.jupiter.api.Nested;

class GeneratedQBinaryTest {
  private static final Native<QBinary> KERNELS = new Native<>(GeneratedQBinary::of);

  @Nested
  class Avx2 extends QBinaryContract {
    @Override
    protected QBinary kernel() {
      return KERNELS.kernel(Isa.AVX2);
    }
  }

  @Nested
  class AvxVnni extends QBinaryContract {
    @Override
    protected QBinary kernel() {
      return KERNELS.kernel(Isa.AVX_VNNI);
    }
  }

  @Nested
  class Avx512 extends QBinaryContract {
    @Override
    protected QBinary kernel() {
      return KERNELS.kernel(Isa.AVX512_VNNI);
    }
  }
}
