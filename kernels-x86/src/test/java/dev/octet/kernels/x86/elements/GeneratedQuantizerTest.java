package dev.octet.kernels.x86.elements;

import dev.octet.kernel.Quantizer;
import dev.octet.kernel.QuantizerContract;
import dev.octet.kernels.x86.machine.Isa;
import org.junit.jupiter.api.Nested;

class GeneratedQuantizerTest {
  private static final Native<Quantizer> KERNELS = new Native<>(GeneratedQuantizer::of);

  @Nested
  class Avx2 extends QuantizerContract {
    @Override
    protected Quantizer kernel() {
      return KERNELS.kernel(Isa.AVX2);
    }
  }

  @Nested
  class AvxVnni extends QuantizerContract {
    @Override
    protected Quantizer kernel() {
      return KERNELS.kernel(Isa.AVX_VNNI);
    }
  }

  @Nested
  class Avx512 extends QuantizerContract {
    @Override
    protected Quantizer kernel() {
      return KERNELS.kernel(Isa.AVX512_VNNI);
    }
  }
}
