package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernels.x86.floats.ActivationFunction.Function;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** {@link FloatActivation} as generated code. */
public final class GeneratedFloatActivation implements FloatActivation {
  private final Caller caller;
  private final List<Code> codes;

  private GeneratedFloatActivation(Caller caller, List<Code> codes) {
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
  public static GeneratedFloatActivation of(Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedFloatActivation(
        caller,
        memory.later(
            Arrays.stream(Function.values()).map(f -> new ActivationFunction(isa, f)).toList()));
  }

  private void call(
      Function function,
      float[] x,
      int offset,
      int n,
      float first,
      float second,
      float[] y,
      int to) {
    caller.call(
        codes.get(function.ordinal()),
        Runs.of(x, offset, n),
        n,
        Runs.of(y, to, n),
        Runs.pair(first, second),
        0,
        0,
        0);
  }

  @Override
  public void clamp(float[] x, int offset, int n, float lo, float hi, float[] y, int to) {
    call(Function.CLAMP, x, offset, n, lo, hi, y, to);
  }

  @Override
  public void prelu(
      float[] x, int offset, int n, float[] slope, int at, int step, float[] y, int to) {
    if (n == 0) {
      return;
    }
    if (step == 0) {
      call(Function.LEAKY_RELU, x, offset, n, slope[at], 0f, y, to);
      return;
    }
    caller.call(
        codes.get(Function.PRELU.ordinal()),
        Runs.of(x, offset, n),
        MemorySegment.ofAddress(n),
        Machine.NONE,
        Runs.of(y, to, n),
        Runs.of(slope, at, n),
        Machine.NONE,
        Machine.NONE,
        Machine.NONE,
        Machine.NONE,
        Machine.NONE);
  }

  @Override
  public void hardSigmoid(float[] x, int offset, int n, float[] y, int to) {
    call(Function.HARD_SIGMOID, x, offset, n, 0f, 0f, y, to);
  }

  @Override
  public void hardSwish(float[] x, int offset, int n, float[] y, int to) {
    call(Function.HARD_SWISH, x, offset, n, 0f, 0f, y, to);
  }

  @Override
  public void elu(float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to) {
    call(Function.ELU, x, offset, n, alpha, inputScale, y, to);
  }
}
