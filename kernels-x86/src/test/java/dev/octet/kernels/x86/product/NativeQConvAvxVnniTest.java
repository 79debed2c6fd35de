package dev.octet.kernels.x86.product;

import dev.octet.kernel.QConv;
import dev.octet.kernel.QConvContract;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.machine.RoomyMemory;

class NativeQConvAvxVnniTest extends QConvContract {
  private static final CodeMemory MEMORY = RoomyMemory.make();
  private static final QConv KERNEL =
      new NativeQConv(
          NativeQGemm.of(Isa.AVX_VNNI, MEMORY, new Machine()),
          new ColumnConv(Isa.AVX_VNNI, MEMORY, new Machine()));

  @Override
  protected QConv kernel() {
    return KERNEL;
  }

  @Override
  protected int tileColumns() {
    return 16;
  }
}
