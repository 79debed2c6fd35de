package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernel.reference.ReferenceQConv;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;

/**
 * Convolutions whose groups have few channels by generated code, the others by their definition.
 */
final class ColumnsOnly implements QConv {
  private final ColumnConv columns;
  private final QConv others = new ReferenceQConv();

  ColumnsOnly(Isa isa) {
    columns = new ColumnConv(isa, CodeMemory.process(), new Machine());
  }

  @Override
  public QFilters pack(
      ConvFilter filter, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    return columns.serves(filter)
        ? columns.pack(filter, w, offset, unsigned, zeroPoints)
        : others.pack(filter, w, offset, unsigned, zeroPoints);
  }

  @Override
  public void convolve(QImage x, QFilters w, QStage stage, KernelContext context) {
    if (w instanceof ColumnFilters f) {
      f.convolve(x, stage, context);
    } else {
      others.convolve(x, w, stage, context);
    }
  }
}
