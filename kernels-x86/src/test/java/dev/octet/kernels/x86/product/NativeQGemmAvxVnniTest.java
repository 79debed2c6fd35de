package dev.octet.kernels.x86.product;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.machine.RoomyMemory;

class NativeQGemmAvxVnniTest extends QGemmContract {
  private static final QGemm KERNEL =
      NativeQGemm.of(Isa.AVX_VNNI, RoomyMemory.make(), new Machine());

  @Override
  protected QGemm kernel() {
    return KERNEL;
  }

  @Override
  protected int tileRows() {
    return 6;
  }

  @Override
  protected int tileColumns() {
    return 16;
  }
}
