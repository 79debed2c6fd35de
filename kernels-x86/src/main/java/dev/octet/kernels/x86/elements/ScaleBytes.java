package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.MemorySegment;

/**
 * A function of bytes that is a sum with a number, or a product with one, or a change of scale:
 * {@code ((float) (q - zeroPoint) * factor + term) * last}, rounded after each operation, made
 * bytes. No result may be {@link Rounding#FAR} or NaN before it is clamped.
 *
 * <p>Numbers: factor, term, last, zero point, least, greatest, the result's zero point.
 */
record ScaleBytes(Isa isa, boolean unsigned) implements Emitter, ElementLoop.Step {
  private static final int FACTOR = 5;
  private static final int TERM = 6;
  private static final int LAST = 7;
  private static final int ZERO_POINT = 8;

  @Override
  public String name() {
    return (unsigned ? "scale_u8_" : "scale_s8_").concat(isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Rounding rounding = new Rounding(a, isa, false);
    Operands.begin(a);
    a.op(Op.VBROADCASTSS, isa.vec(FACTOR), Operands.number(0));
    a.op(Op.VBROADCASTSS, isa.vec(TERM), Operands.number(1));
    a.op(Op.VBROADCASTSS, isa.vec(LAST), Operands.number(2));
    a.op(Op.VPBROADCASTD, isa.vec(ZERO_POINT), Operands.number(3));
    rounding.begin(Operands.number(4), Operands.number(5), Operands.number(6));
    ElementLoop.ofLanes(a, isa).emit(this);
    a.vzeroupper();
    a.ret();
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    Rounding rounding = new Rounding(a, isa, false);
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(i);
      lanes.widenBytes(v, lanes.at(Operands.INPUT, 1, i), unsigned);
      a.op(Op.VPSUBD, v, v, isa.vec(ZERO_POINT));
      a.op(Op.VCVTDQ2PS, v, v);
      a.op(Op.VMULPS, v, v, isa.vec(FACTOR));
      a.op(Op.VADDPS, v, v, isa.vec(TERM));
      a.op(Op.VMULPS, v, v, isa.vec(LAST));
      rounding.round(v);
    }
    lanes.storeNarrowed(lanes.at(Operands.RESULT, 1, 0), rounding.bytes(0, lanes.vectors()));
  }

  /** {@return whether all results are near enough} */
  static boolean fits(float factor, float term, float last) {
    return (255f * Math.abs(factor) + Math.abs(term)) * last < Rounding.FAR;
  }

  /**
   * Calls a function of this kind.
   *
   * @param caller what calls
   * @param code the function
   * @param input bytes
   * @param n how many
   * @param result where results go
   * @param factor first factor
   * @param term what is added then
   * @param last factor of that
   * @param inputZero zero point of the input
   * @param lo least result
   * @param hi greatest result
   * @param zero zero point of the result
   */
  static void call(
      Caller caller,
      Code code,
      MemorySegment input,
      int n,
      MemorySegment result,
      float factor,
      float term,
      float last,
      int inputZero,
      int lo,
      int hi,
      int zero) {
    caller.call(
        code,
        input,
        n,
        result,
        Operands.pair(factor, term),
        Operands.pair(last, inputZero),
        Operands.pair(lo - zero, hi - zero),
        Operands.pair(zero, 0));
  }
}
