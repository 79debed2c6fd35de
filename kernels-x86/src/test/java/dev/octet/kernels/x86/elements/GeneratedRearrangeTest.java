package dev.octet.kernels.x86.elements;

import dev.octet.kernel.Rearrange;
import dev.octet.kernel.RearrangeContract;
import dev.octet.kernels.x86.machine.Isa;
import org.junit.jupiter.api.Nested;

class GeneratedRearrangeTest {
  private static final Native<Rearrange> KERNELS = new Native<>(GeneratedRearrange::of);

  @Nested
  class Avx2 extends RearrangeContract {
    @Override
    protected Rearrange kernel() {
      return KERNELS.kernel(Isa.AVX2);
    }
  }

  @Nested
  class AvxVnni extends RearrangeContract {
    @Override
    protected Rearrange kernel() {
      return KERNELS.kernel(Isa.AVX_VNNI);
    }
  }

  @Nested
  class Avx512 extends RearrangeContract {
    @Override
    protected Rearrange kernel() {
      return KERNELS.kernel(Isa.AVX512_VNNI);
    }
  }
}
