package dev.octet.kernels.x86.product;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Isa;
import org.junit.jupiter.api.Nested;

/** The contract on each instruction set, also with operands against unreadable memory. */
class NativeQGemmTest {
  abstract static class Case extends QGemmContract {
    private final Isa isa;
    private final Caller caller;

    Case(Isa isa, Caller caller) {
      this.isa = isa;
      this.caller = caller;
    }

    @Override
    protected QGemm kernel() {
      return Kernels.of(isa, caller).products();
    }

    @Override
    protected int tileRows() {
      return isa.hasMasks() ? 8 : 6;
    }

    @Override
    protected int tileColumns() {
      return 2 * isa.lanes();
    }
  }

  @Nested
  class Avx512Vnni extends Case {
    Avx512Vnni() {
      super(Isa.AVX512_VNNI, Kernels.MACHINE);
    }
  }

  @Nested
  class Avx512VnniGuarded extends Case {
    Avx512VnniGuarded() {
      super(Isa.AVX512_VNNI, Kernels.GUARDED);
    }
  }

  @Nested
  class AvxVnni extends Case {
    AvxVnni() {
      super(Isa.AVX_VNNI, Kernels.MACHINE);
    }
  }

  @Nested
  class AvxVnniGuarded extends Case {
    AvxVnniGuarded() {
      super(Isa.AVX_VNNI, Kernels.GUARDED);
    }
  }

  @Nested
  class Avx2 extends Case {
    Avx2() {
      super(Isa.AVX2, Kernels.MACHINE);
    }
  }

  @Nested
  class Avx2Guarded extends Case {
    Avx2Guarded() {
      super(Isa.AVX2, Kernels.GUARDED);
    }
  }
}
