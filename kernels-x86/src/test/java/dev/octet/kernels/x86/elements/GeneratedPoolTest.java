package dev.octet.kernels.x86.elements;

import dev.octet.kernel.Pool;
import dev.octet.kernel.PoolContract;
import dev.octet.kernels.x86.machine.Isa;
import org.junit.jupiter.api.Nested;

class GeneratedPoolTest {
  private static final Native<Pool> KERNELS = new Native<>(GeneratedPool::of);

  @Nested
  class Avx2 extends PoolContract {
    @Override
    protected Pool kernel() {
      return KERNELS.kernel(Isa.AVX2);
    }
  }

  @Nested
  class AvxVnni extends PoolContract {
    @Override
    protected Pool kernel() {
      return KERNELS.kernel(Isa.AVX_VNNI);
    }
  }

  @Nested
  class Avx512 extends PoolContract {
    @Override
    protected Pool kernel() {
      return KERNELS.kernel(Isa.AVX512_VNNI);
    }
  }
}
