package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.plain.PlainQBinary;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link QBinary} as generated code. */
public final class GeneratedQBinary implements QBinary {
  private final Caller caller;
  private final Signs add;
  private final Signs multiply;
  private final Code scaleUnsigned;
  private final Code scaleSigned;
  private final QBinary plain = new PlainQBinary();

  /** One operation; operands of different signs are exchanged so that the first is unsigned. */
  private record Signs(Code unsigned, Code signed, Code mixed) {
    Code of(Params p) {
      if (p.a().unsigned() != p.b().unsigned()) {
        return mixed;
      }
      return p.a().unsigned() ? unsigned : signed;
    }
  }

  private GeneratedQBinary(Caller caller, Signs add, Signs multiply, List<Code> scale) {
    this.caller = caller;
    this.add = add;
    this.multiply = multiply;
    scaleUnsigned = scale.get(0);
    scaleSigned = scale.get(1);
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for
   * @param memory where code goes
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedQBinary of(Isa isa, CodeMemory memory, Caller caller) {
    List<Code> codes =
        memory.later(
            List.of(
                new CombineBytes(isa, Op.ADD, true, true),
                new CombineBytes(isa, Op.ADD, false, false),
                new CombineBytes(isa, Op.ADD, true, false),
                new CombineBytes(isa, Op.MUL, true, true),
                new CombineBytes(isa, Op.MUL, false, false),
                new CombineBytes(isa, Op.MUL, true, false),
                new ScaleBytes(isa, true),
                new ScaleBytes(isa, false)));
    return new GeneratedQBinary(
        caller,
        new Signs(codes.get(0), codes.get(1), codes.get(2)),
        new Signs(codes.get(3), codes.get(4), codes.get(5)),
        codes.subList(6, 8));
  }

  @Override
  public void apply(
      Params p,
      byte[] a,
      int aOffset,
      int aStep,
      byte[] b,
      int bOffset,
      int bStep,
      int n,
      byte[] y,
      int to) {
    if (n == 0) {
      return;
    }
    boolean done =
        bStep == 0
            ? aStep == 1 && withNumber(p, a, aOffset, b[bOffset], n, y, to)
            : aStep == 0
                ? withNumber(p.exchanged(), b, bOffset, a[aOffset], n, y, to)
                : combine(p, a, aOffset, b, bOffset, n, y, to);
    if (!done) {
      plain.apply(p, a, aOffset, aStep, b, bOffset, bStep, n, y, to);
    }
  }

  /** False, and nothing is done, if scales are so far apart that results may not fit. */
  private boolean combine(
      Params p, byte[] a, int aOffset, byte[] b, int bOffset, int n, byte[] y, int to) {
    if (p.b().unsigned() && !p.a().unsigned()) {
      return combine(p.exchanged(), b, bOffset, a, aOffset, n, y, to);
    }
    boolean sum = p.op() == Op.ADD;
    float aScale = p.a().scale();
    float bScale = p.b().scale();
    float factor = sum ? 1f / p.y().scale() : Affine.multiplier(aScale, bScale, p.y().scale());
    float most = sum ? 255f * aScale + 255f * bScale : 255f * 255f;
    if (!(most * factor < Rounding.FAR)) {
      return false;
    }
    int zero = p.y().zeroPoint();
    caller.call(
        (sum ? add : multiply).of(p),
        Operands.of(a, aOffset, n),
        MemorySegment.ofAddress(n),
        Machine.NONE,
        Operands.of(y, to, n),
        Operands.of(b, bOffset, n),
        Machine.NONE,
        Operands.address(Operands.pair(factor, p.a().zeroPoint())),
        Operands.address(Operands.pair(p.b().zeroPoint(), p.lo() - zero)),
        Operands.address(Operands.pair(p.hi() - zero, zero)),
        Operands.address(Operands.pair(aScale, bScale)));
    return true;
  }

  /** One function for both operations: a product is a sum with 0. False as in {@link #combine}. */
  private boolean withNumber(Params p, byte[] a, int aOffset, byte right, int n, byte[] y, int to) {
    ByteParams pb = p.b();
    int b = pb.integer(right);
    boolean sum = p.op() == Op.ADD;
    float factor = sum ? p.a().scale() : b - pb.zeroPoint();
    float term = sum ? Affine.dequantize(b, pb.scale(), pb.zeroPoint()) : 0f;
    float last =
        sum ? 1f / p.y().scale() : Affine.multiplier(p.a().scale(), pb.scale(), p.y().scale());
    if (!ScaleBytes.fits(factor, term, last)) {
      return false;
    }
    ScaleBytes.call(
        caller,
        p.a().unsigned() ? scaleUnsigned : scaleSigned,
        Operands.of(a, aOffset, n),
        n,
        Operands.of(y, to, n),
        factor,
        term,
        last,
        p.a().zeroPoint(),
        p.lo(),
        p.hi(),
        p.y().zeroPoint());
    return true;
  }
}
