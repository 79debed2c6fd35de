package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.QUnaryContract;
import dev.octet.kernels.x86.machine.Cpu;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Native;

/** Look-ups of processors without AVX-512 VBMI, on one that may have it. */
class LookUpWithoutVbmiTest extends QUnaryContract {
  private static final Native<QUnary> OLDER =
      new Native<>((isa, memory, caller) -> GeneratedQUnary.of(isa, withoutVbmi(), memory, caller));

  private static Cpu withoutVbmi() {
    Cpu cpu = Native.CPU;
    return new Cpu(cpu.leaf1C(), cpu.leaf7B(), cpu.leaf7C() & ~2, cpu.leaf71A(), cpu.xcr0());
  }

  @Override
  protected QUnary kernel() {
    return OLDER.kernel(new Native.Target(Isa.AVX512_VNNI, Native.GUARDED));
  }
}
