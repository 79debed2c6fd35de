package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Convolutions whose groups have few channels, depthwise among them, of any kernel, stride,
 * dilation and padding, by generated code.
 */
public final class ColumnConv {
  /** Beyond it columns are too long for the first-level cache. */
  private static final int MOST_INPUTS = 32;

  private final Isa isa;
  private final CodeMemory memory;
  private final Caller caller;
  private final AtomicReferenceArray<Code> codes = new AtomicReferenceArray<>(ColumnKey.COUNT);

  /**
   * Makes kernels.
   *
   * @param isa instructions to use
   * @param memory where code goes
   * @param caller how it is called
   */
  public ColumnConv(Isa isa, CodeMemory memory, Caller caller) {
    this.isa = isa;
    this.memory = memory;
    this.caller = caller;
  }

  /**
   * Whether groups are so small that this is the way, and a vector finds what it reads. From a
   * vector of outputs on, {@link OffsetFilters} waste at most half of their products, and are as
   * fast with stride 1 and faster else.
   */
  boolean serves(ConvFilter f) {
    if (f.transposed() || f.groups() == 1 || (!isa.hasMasks() && f.outChannels() < isa.lanes())) {
      return false;
    }
    return f.groupInputs() == 1
        ? f.groupOutputs() == 1
        : f.groupInputs() % 4 == 0
            && f.groupInputs() <= MOST_INPUTS
            && f.groupOutputs() < (isa.hasDotProduct() ? isa.lanes() : 2 * isa.lanes())
            && GroupInputs.of(isa, f).fits(isa, f);
  }

  /** Packs the weights of a filter that it serves, as {@code QConv.pack} does. */
  ColumnFilters pack(ConvFilter f, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    return new ColumnFilters(this, f, ColumnWeights.pack(isa, f, w, offset, unsigned, zeroPoints));
  }

  Isa isa() {
    return isa;
  }

  Caller caller() {
    return caller;
  }

  Code code(ColumnKey key) {
    Code found = codes.get(key.index());
    return found != null ? found : install(key);
  }

  private synchronized Code install(ColumnKey key) {
    Code found = codes.get(key.index());
    if (found == null) {
      found = memory.install(List.of(key)).getFirst();
      codes.set(key.index(), found);
    }
    return found;
  }
}
