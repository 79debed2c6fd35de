package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.plain.PlainFloatBinary;
import dev.octet.kernels.x86.floats.FloatOperation.Scalar;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** {@link FloatBinary} as generated code; plain Java does powers and short runs. */
public final class GeneratedFloatBinary implements FloatBinary {
  /** Fewer elements take less time in Java than a call does. */
  private static final int FEW = 16;

  private static final int FORMS = Scalar.values().length;

  private final Caller caller;
  private final List<Code> codes;
  private final FloatBinary plain = new PlainFloatBinary();

  private GeneratedFloatBinary(Caller caller, List<Code> codes) {
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
  public static GeneratedFloatBinary of(Isa isa, CodeMemory memory, Caller caller) {
    List<FloatOperation> operations = new ArrayList<>();
    for (Op op : Op.values()) {
      for (Scalar scalar : Scalar.values()) {
        operations.add(new FloatOperation(isa, op, scalar));
      }
    }
    return new GeneratedFloatBinary(caller, memory.later(operations));
  }

  @Override
  public void apply(
      Op op,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int n,
      float[] y,
      int to) {
    if (op == Op.POW || aStep + bStep == 0 || n < FEW) {
      plain.apply(op, a, aOffset, aStep, b, bOffset, bStep, n, y, to);
    } else if (aStep == 0) {
      withNumber(code(op, Scalar.LEFT), b, bOffset, a[aOffset], n, y, to);
    } else if (bStep == 0) {
      withNumber(code(op, Scalar.RIGHT), a, aOffset, b[bOffset], n, y, to);
    } else {
      caller.call(
          code(op, Scalar.NONE),
          Runs.of(a, aOffset, n),
          MemorySegment.ofAddress(n),
          Machine.NONE,
          Runs.of(y, to, n),
          Runs.of(b, bOffset, n),
          Machine.NONE,
          Machine.NONE,
          Machine.NONE,
          Machine.NONE,
          Machine.NONE);
    }
  }

  private Code code(Op op, Scalar scalar) {
    return codes.get(op.ordinal() * FORMS + scalar.ordinal());
  }

  private void withNumber(
      Code code, float[] x, int offset, float number, int n, float[] y, int to) {
    int bits = Float.floatToRawIntBits(number);
    caller.call(code, Runs.of(x, offset, n), n, Runs.of(y, to, n), bits, 0, 0, 0);
  }
}
