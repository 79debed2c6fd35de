package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatConvContract;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.api.Nested;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
class GeneratedFloatConvTest {
  private static final Native<FloatConv> KERNELS =
      new Native<>(
          (isa, memory, caller) ->
              GeneratedFloatConv.of(
                  GeneratedFloatGemm.of(isa, memory, caller), isa, memory, caller));

  abstract static class Case extends FloatConvContract {
    private final Isa isa;
    private final Caller caller;

    Case(Isa isa, Caller caller) {
      this.isa = isa;
      this.caller = caller;
    }

    @Override
    protected FloatConv kernel() {
      return KERNELS.kernel(isa, caller);
    }

    @Override
    protected int tileColumns() {
      return 2 * isa.lanes();
    }
  }

  @Nested
  class Avx512Vnni extends Case {
    Avx512Vnni() {
      super(Isa.AVX512_VNNI, Native.MACHINE);
    }
  }

  @Nested
  class Avx512VnniGuarded extends Case {
    Avx512VnniGuarded() {
      super(Isa.AVX512_VNNI, Native.GUARDED);
    }
  }

  @Nested
  class AvxVnni extends Case {
    AvxVnni() {
      super(Isa.AVX_VNNI, Native.MACHINE);
    }
  }

  @Nested
  class AvxVnniGuarded extends Case {
    AvxVnniGuarded() {
      super(Isa.AVX_VNNI, Native.GUARDED);
    }
  }

  @Nested
  class Avx2 extends Case {
    Avx2() {
      super(Isa.AVX2, Native.MACHINE);
    }
  }

  @Nested
  class Avx2Guarded extends Case {
    Avx2Guarded() {
      super(Isa.AVX2, Native.GUARDED);
    }
  }
}
