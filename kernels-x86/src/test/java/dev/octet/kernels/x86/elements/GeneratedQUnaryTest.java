package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.QUnaryContract;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Cpu;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.api.Nested;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
class GeneratedQUnaryTest {
  private static final Native<QUnary> KERNELS =
      new Native<>((isa, memory, caller) -> GeneratedQUnary.of(isa, Native.CPU, memory, caller));

  abstract static class Case extends QUnaryContract {
    private final Isa isa;
    private final Caller caller;

    Case(Isa isa, Caller caller) {
      this.isa = isa;
      this.caller = caller;
    }

    @Override
    protected QUnary kernel() {
      return KERNELS.kernel(isa, caller);
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

  /** Look-ups of processors without AVX-512 VBMI, on one that may have it. */
  @Nested
  class Avx512WithoutVbmiGuarded extends QUnaryContract {
    private static final Native<QUnary> OLDER =
        new Native<>(
            (isa, memory, caller) -> GeneratedQUnary.of(isa, withoutVbmi(), memory, caller));

    private static Cpu withoutVbmi() {
      Cpu cpu = Native.CPU;
      return new Cpu(cpu.leaf1C(), cpu.leaf7B(), cpu.leaf7C() & ~2, cpu.leaf71A(), cpu.xcr0());
    }

    @Override
    protected QUnary kernel() {
      return OLDER.kernel(Isa.AVX512_VNNI, Native.GUARDED);
    }
  }
}
