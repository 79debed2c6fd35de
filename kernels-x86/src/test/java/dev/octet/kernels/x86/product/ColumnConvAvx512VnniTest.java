package dev.octet.kernels.x86.product;

import dev.octet.kernel.QConv;
import dev.octet.kernel.QConvContract;
import dev.octet.kernels.x86.machine.Isa;

class ColumnConvAvx512VnniTest extends QConvContract {
  private static final QConv KERNEL = new ColumnsOnly(Isa.AVX512_VNNI);

  @Override
  protected QConv kernel() {
    return KERNEL;
  }

  @Override
  protected int tileColumns() {
    return 64;
  }
}
