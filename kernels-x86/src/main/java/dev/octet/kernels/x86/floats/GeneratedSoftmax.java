package dev.octet.kernels.x86.floats;

import dev.octet.kernel.Softmax;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link Softmax} as generated code. */
public final class GeneratedSoftmax implements Softmax {
  private final Caller caller;
  private final Code alone;
  private final Code adding;

  private GeneratedSoftmax(Caller caller, List<Code> codes) {
    this.caller = caller;
    alone = codes.get(0);
    adding = codes.get(1);
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for
   * @param memory where code goes
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedSoftmax of(Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedSoftmax(
        caller, memory.later(List.of(new SoftmaxRow(isa, false), new SoftmaxRow(isa, true))));
  }

  @Override
  public void row(
      float[] x,
      int offset,
      int n,
      float scale,
      float[] addend,
      int addendOffset,
      float[] y,
      int to) {
    int factor = Float.floatToRawIntBits(scale);
    if (addend == null) {
      caller.call(alone, Runs.of(x, offset, n), n, Runs.of(y, to, n), factor, 0, 0, 0);
      return;
    }
    caller.call(
        adding,
        Runs.of(x, offset, n),
        MemorySegment.ofAddress(n),
        Machine.NONE,
        Runs.of(y, to, n),
        Runs.of(addend, addendOffset, n),
        Machine.NONE,
        MemorySegment.ofAddress(factor),
        Machine.NONE,
        Machine.NONE,
        Machine.NONE);
  }
}
