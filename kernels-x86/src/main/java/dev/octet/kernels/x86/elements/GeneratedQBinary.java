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
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedQBinary of(Isa isa, Caller caller) {
    List<Code> codes =
        CodeMemory.process()
            .install(
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
    if (aStep == 0 && bStep == 0) {
      plain.apply(p, a, aOffset, aStep, b, bOffset, bStep, n, y, to);
    } else if (n > 0) {
      MemorySegment result = Operands.of(y, to, n);
      if (bStep == 0) {
        withNumber(p, Operands.of(a, aOffset, n), p.b().integer(b[bOffset]), n, result);
      } else if (aStep == 0) {
        Params q = p.exchanged();
        withNumber(q, Operands.of(b, bOffset, n), q.b().integer(a[aOffset]), n, result);
      } else if (p.b().unsigned() && !p.a().unsigned()) {
        combine(
            p.exchanged(), Operands.of(b, bOffset, n), Operands.of(a, aOffset, n), n, result);
      } else {
        combine(p, Operands.of(a, aOffset, n), Operands.of(b, bOffset, n), n, result);
      }
    }
  }

  private void combine(Params p, MemorySegment a, MemorySegment b, int n, MemorySegment y) {
    boolean sum = p.op() == Op.ADD;
    float factor =
        sum
            ? 1f / p.y().scale()
            : Affine.multiplier(p.a().scale(), p.b().scale(), p.y().scale());
    int zero = p.y().zeroPoint();
    caller.call(
        (sum ? add : multiply).of(p),
        a,
        MemorySegment.ofAddress(n),
        Machine.NONE,
        y,
        b,
        Machine.NONE,
        address(Operands.pair(factor, p.a().zeroPoint())),
        address(
            Operands.pair(p.b().zeroPoint(), Float.floatToRawIntBits((float) (p.lo() - zero)))),
        address(Operands.pair((float) (p.hi() - zero), zero)),
        address(Operands.pair(p.a().scale(), p.b().scale())));
  }

  private static MemorySegment address(long numbers) {
    return MemorySegment.ofAddress(numbers);
  }

  /** One function for both operations: a product is a sum with 0. */
  private void withNumber(Params p, MemorySegment a, int b, int n, MemorySegment y) {
    ByteParams pb = p.b();
    boolean sum = p.op() == Op.ADD;
    ScaleBytes.call(
        caller,
        p.a().unsigned() ? scaleUnsigned : scaleSigned,
        a,
        n,
        y,
        sum ? p.a().scale() : b - pb.zeroPoint(),
        sum ? Affine.dequantize(b, pb.scale(), pb.zeroPoint()) : 0f,
        sum
            ? 1f / p.y().scale()
            : Affine.multiplier(p.a().scale(), pb.scale(), p.y().scale()),
        p.a().zeroPoint(),
        p.lo(),
        p.hi(),
        p.y().zeroPoint());
  }
}
