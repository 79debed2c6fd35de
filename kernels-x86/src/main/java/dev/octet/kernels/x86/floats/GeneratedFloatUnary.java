package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;

/** {@link FloatUnary} as generated code. */
public final class GeneratedFloatUnary implements FloatUnary {
  private final Caller caller;
  private final Codes codes;

  private GeneratedFloatUnary(Caller caller, Codes codes) {
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
        caller, new Codes(memory, Op.values().length, i -> new FloatFunction(isa, Op.values()[i])));
  }

  @Override
  public void apply(Op op, float[] x, int offset, int n, float[] y, int to) {
    caller.call(codes.get(op.ordinal()), Runs.of(x, offset, n), n, Runs.of(y, to, n), 0, 0, 0, 0);
  }
}
