package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.util.Arrays;
import java.util.List;

/** {@link FloatUnary} as generated code. */
public final class GeneratedFloatUnary implements FloatUnary {
  private final Caller caller;
  private final List<Code> codes;

  private GeneratedFloatUnary(Caller caller, List<Code> codes) {
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
  public static GeneratedFloatUnary of(Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedFloatUnary(
        caller,
        memory.later(Arrays.stream(Op.values()).map(op -> new FloatFunction(isa, op)).toList()));
  }

  @Override
  public void apply(Op op, float[] x, int offset, int n, float[] y, int to) {
    caller.call(codes.get(op.ordinal()), Runs.of(x, offset, n), n, Runs.of(y, to, n), 0, 0, 0, 0);
  }
}
