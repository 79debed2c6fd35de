package dev.octet.kernels.x86.floats;

import dev.octet.kernel.LayerNorm;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/** {@link LayerNorm} as generated code, a function for each set of operands that there are. */
public final class GeneratedLayerNorm implements LayerNorm {
  private static final int ADDS = 1;
  private static final int SCALES = 2;
  private static final int SHIFTS = 4;

  private final Caller caller;
  private final List<Code> codes;

  private GeneratedLayerNorm(Caller caller, List<Code> codes) {
    this.caller = caller;
    this.codes = codes;
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for
   * @param memory where code goes
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedLayerNorm of(Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedLayerNorm(
        caller,
        memory.later(
            IntStream.range(0, 8)
                .mapToObj(
                    i ->
                        new LayerNormRow(
                            isa, (i & ADDS) != 0, (i & SCALES) != 0, (i & SHIFTS) != 0))
                .toList()));
  }

  @Override
  public void row(
      float[] x,
      int offset,
      int n,
      float[] residual,
      int residualOffset,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int to) {
    int which =
        (residual == null ? 0 : ADDS) | (gamma == null ? 0 : SCALES) | (beta == null ? 0 : SHIFTS);
    caller.call(
        codes.get(which),
        Runs.of(x, offset, n),
        MemorySegment.ofAddress(n),
        Runs.orNone(gamma, 0, n),
        Runs.of(y, to, n),
        Runs.orNone(residual, residualOffset, n),
        Runs.orNone(beta, 0, n),
        MemorySegment.ofAddress(Runs.pair(eps, n)),
        Machine.NONE,
        Machine.NONE,
        Machine.NONE);
  }
}
