package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernel.reference.ReferenceQConv;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.machine.RoomyMemory;

/** Depthwise convolutions by generated code, the others by their definition. */
final class DepthwiseOnly implements QConv {
  private final DepthwiseConv depthwise;
  private final QConv others = new ReferenceQConv();

  DepthwiseOnly(Isa isa) {
    depthwise = new DepthwiseConv(isa, RoomyMemory.make(), new Machine());
  }

  @Override
  public QFilters pack(
      ConvFilter filter, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    return depthwise.serves(filter)
        ? depthwise.pack(filter, w, offset, unsigned, zeroPoints)
        : others.pack(filter, w, offset, unsigned, zeroPoints);
  }

  @Override
  public void convolve(QImage x, QFilters w, QStage stage, KernelContext context) {
    if (w instanceof DepthwiseFilters f) {
      f.convolve(x, stage, context);
    } else {
      others.convolve(x, w, stage, context);
    }
  }
}
