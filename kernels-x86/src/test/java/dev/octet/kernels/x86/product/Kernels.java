package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Native;

/** Products and convolutions for an instruction set and a way to call, made once. */
record Kernels(NativeQGemm products, ColumnConv columns, NativeQConv convolutions) {
  private static final Native<Kernels> MADE = new Native<>(Kernels::make);

  static Kernels of(Native.Target target) {
    return MADE.kernel(target);
  }

  private static Kernels make(Isa isa, CodeMemory memory, Caller caller) {
    NativeQGemm products = NativeQGemm.of(isa, memory, caller);
    ColumnConv columns = new ColumnConv(isa, memory, caller);
    return new Kernels(products, columns, new NativeQConv(products, columns));
  }
}
