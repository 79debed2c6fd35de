package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.plain.PlainQUnary;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Cpu;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.numerics.ByteParams;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link QUnary} as generated code. */
public final class GeneratedQUnary implements QUnary {
  private final Caller caller;
  private final Code clampUnsigned;
  private final Code clampSigned;
  private final Code scaleUnsigned;
  private final Code scaleSigned;
  private final List<Code> prelu;
  private final Code lookUp;
  private final QUnary plain = new PlainQUnary();

  private GeneratedQUnary(Caller caller, List<Code> codes) {
    this.caller = caller;
    clampUnsigned = codes.get(0);
    clampSigned = codes.get(1);
    scaleUnsigned = codes.get(2);
    scaleSigned = codes.get(3);
    prelu = codes.subList(4, 8);
    lookUp = codes.get(8);
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for
   * @param cpu what the processor has beyond that
   * @param memory where code goes
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedQUnary of(Isa isa, Cpu cpu, CodeMemory memory, Caller caller) {
    boolean vbmi = isa.hasMasks() && cpu.hasVbmi();
    return new GeneratedQUnary(
        caller,
        memory.later(
            List.of(
                new ClampBytes(isa, true),
                new ClampBytes(isa, false),
                new ScaleBytes(isa, true),
                new ScaleBytes(isa, false),
                new PreluBytes(isa, true, true),
                new PreluBytes(isa, true, false),
                new PreluBytes(isa, false, true),
                new PreluBytes(isa, false, false),
                vbmi ? new LookUpBytes() : new LookUpByShuffles(isa))));
  }

  @Override
  public void clamp(
      byte[] q, int offset, int n, boolean unsigned, int lo, int hi, byte[] y, int to) {
    caller.call(
        unsigned ? clampUnsigned : clampSigned,
        Operands.of(q, offset, n),
        n,
        Operands.of(y, to, n),
        Operands.pair(lo, hi),
        0,
        0,
        0);
  }

  @Override
  public void lookup(byte[] q, int offset, int n, byte[] table, byte[] y, int to) {
    caller.call(
        lookUp,
        Operands.of(q, offset, n),
        MemorySegment.ofAddress(n),
        Machine.NONE,
        Operands.of(y, to, n),
        Operands.of(table, 0, 256),
        Machine.NONE,
        Machine.NONE,
        Machine.NONE,
        Machine.NONE,
        Machine.NONE);
  }

  @Override
  public void rescale(
      byte[] q, int offset, int n, ByteParams from, ByteParams into, byte[] y, int to) {
    float inverse = 1f / into.scale();
    if (!ScaleBytes.fits(from.scale(), 0f, inverse)) {
      plain.rescale(q, offset, n, from, into, y, to);
      return;
    }
    ScaleBytes.call(
        caller,
        from.unsigned() ? scaleUnsigned : scaleSigned,
        Operands.of(q, offset, n),
        n,
        Operands.of(y, to, n),
        from.scale(),
        0f,
        inverse,
        from.zeroPoint(),
        into.qmin(),
        into.qmax(),
        into.zeroPoint());
  }

  @Override
  public void prelu(
      byte[] q,
      int offset,
      int n,
      ByteParams from,
      float positive,
      float[] negative,
      int at,
      int step,
      byte[] y,
      int to,
      ByteParams into) {
    int zero = into.zeroPoint();
    caller.call(
        prelu.get((from.unsigned() ? 0 : 2) + (step == 1 ? 0 : 1)),
        Operands.of(q, offset, n),
        MemorySegment.ofAddress(n),
        Machine.NONE,
        Operands.of(y, to, n),
        Operands.of(negative, at, step == 1 ? n : 1),
        Machine.NONE,
        Operands.address(Operands.pair(positive, from.zeroPoint())),
        Operands.address(Operands.pair(into.qmin() - zero, into.qmax() - zero)),
        Operands.address(Operands.pair(zero, 0)),
        Machine.NONE);
  }
}
