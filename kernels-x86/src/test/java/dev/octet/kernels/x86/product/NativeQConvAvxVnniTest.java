package dev.octet.kernels.x86.product;

import dev.octet.kernel.QConv;
import dev.octet.kernel.QConvContract;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;

class NativeQConvAvxVnniTest extends QConvContract {
  private static final QConv KERNEL =
      new NativeQConv(NativeQGemm.of(Isa.AVX_VNNI, CodeMemory.process(), new Machine()));

  @Override
  protected QConv kernel() {
    return KERNEL;
  }

  @Override
  protected int tileColumns() {
    return 16;
  }
}
