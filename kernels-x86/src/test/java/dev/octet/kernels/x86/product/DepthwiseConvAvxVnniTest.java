package dev.octet.kernels.x86.product;

import dev.octet.kernel.QConv;
import dev.octet.kernel.QConvContract;
import dev.octet.kernels.x86.machine.Isa;

class DepthwiseConvAvxVnniTest extends QConvContract {
  private static final QConv KERNEL = new DepthwiseOnly(Isa.AVX_VNNI);

  @Override
  protected QConv kernel() {
    return KERNEL;
  }

  @Override
  protected int tileColumns() {
    return 32;
  }
}
