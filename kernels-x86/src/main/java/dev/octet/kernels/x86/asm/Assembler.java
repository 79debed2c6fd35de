package dev.octet.kernels.x86.asm;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes machine code. Operands stand in Intel's order, the destination first. Instructions of
 * general-purpose registers have 64 bits unless their names say otherwise.
 *
 * <p>A vector instruction is encoded as VEX where that is possible, else as EVEX. So {@code
 * vpdpbusd} of 256 bits, registers below 16 and no mask is AVX-VNNI's. Its width and its mask are
 * the destination's, those of a store and of {@code extract} the source's width and the
 * destination's mask; the widths of other operands follow from these and are not looked at.
 *
 * <p>What cannot be encoded is an {@link IllegalArgumentException}, and nothing is written then.
 */
public final class Assembler {
  private final CodeBuffer out = new CodeBuffer();
  private final Encoder encoder = new Encoder(out);
  private final List<Constant> constants = new ArrayList<>();

  /** Data behind the code. */
  private record Constant(Label label, int[] words) {}

  /** Makes an empty one. */
  public Assembler() {}

  /**
   * Where the next instruction begins.
   *
   * @return bytes from the start
   */
  public int position() {
    return out.size();
  }

  /**
   * Fills up with bytes that are never run.
   *
   * @param alignment a power of two
   */
  public void align(int alignment) {
    while (out.size() % alignment != 0) {
      out.u8(0xCC);
    }
  }

  /**
   * Data that {@link Mem#at(Label)} reads: 64 bytes, aligned, the words repeated.
   *
   * @param words 1, 2, 4, 8 or 16 of 32 bits
   * @return where they will lie
   */
  public Label constant(int... words) {
    if (words.length == 0 || 16 % words.length != 0) {
      throw new IllegalArgumentException(
          "a constant has 1, 2, 4, 8 or 16 words, got " + words.length);
    }
    Label label = new Label();
    constants.add(new Constant(label, words.clone()));
    return label;
  }

  /**
   * Ends a batch: the constants follow the code.
   *
   * @return both
   * @throws IllegalStateException if a label was used and never bound
   */
  public byte[] finish() {
    if (!constants.isEmpty()) {
      align(64);
    }
    for (Constant c : constants) {
      bind(c.label);
      for (int i = 0; i < 16; i++) {
        out.i32(c.words[i % c.words.length]);
      }
    }
    constants.clear();
    encoder.requireBound();
    return out.toArray();
  }

  /** Says that a label is here. */
  public void bind(Label label) {
    encoder.bind(label);
  }

  /** {@return a label that is here} */
  public Label here() {
    Label label = new Label();
    bind(label);
    return label;
  }

  /** Destination, source, source. */
  public void op(Op op, Vec to, Vec a, Operand b) {
    check(op, op.form == Op.Form.RVM && !op.writesMask());
    checkMask(op, a);
    checkSource(op, b);
    encoder.vector(op, to.number(), a.number(), b, to.width(), to.mask(), to.zeroing(), -1);
  }

  /** Destination, source. */
  public void op(Op op, Vec to, Operand from) {
    check(op, op.form == Op.Form.RM);
    checkSource(op, from);
    encoder.vector(op, to.number(), 0, from, to.width(), to.mask(), to.zeroing(), -1);
  }

  /** Destination, source, immediate. */
  public void op(Op op, Vec to, Operand from, int imm) {
    check(op, op.form == Op.Form.RMI || op.form == Op.Form.SHIFT);
    checkSource(op, from);
    if (op.form == Op.Form.SHIFT) {
      encoder.vector(
          op, op.digit, to.number(), from, to.width(), to.mask(), to.zeroing(), imm & 0xff);
    } else {
      encoder.vector(op, to.number(), 0, from, to.width(), to.mask(), to.zeroing(), imm & 0xff);
    }
  }

  /** Destination, source, source, immediate. */
  public void op(Op op, Vec to, Vec a, Operand b, int imm) {
    check(op, op.form == Op.Form.RVMI && !op.writesMask());
    checkMask(op, a);
    checkSource(op, b);
    encoder.vector(op, to.number(), a.number(), b, to.width(), to.mask(), to.zeroing(), imm & 0xff);
  }

  /** Compares: a mask, source, source. The width is the sources'. */
  public void op(Op op, Mask to, Vec a, Operand b) {
    check(op, op.form == Op.Form.RVM && op.writesMask());
    checkMask(op, a);
    checkSource(op, b);
    encoder.vector(op, to.number(), a.number(), b, a.width(), null, false, -1);
  }

  /** Compares: a mask, source, source, immediate. The width is the sources'. */
  public void op(Op op, Mask to, Vec a, Operand b, int imm) {
    check(op, op.form == Op.Form.RVMI && op.writesMask());
    checkMask(op, a);
    checkSource(op, b);
    encoder.vector(op, to.number(), a.number(), b, a.width(), null, false, imm & 0xff);
  }

  /** Stores. The width is the source's. */
  public void store(Op op, Mem to, Vec from) {
    check(op, op.form == Op.Form.MR);
    checkMask(op, from);
    encoder.vector(op, from.number(), 0, to, from.width(), to.mask(), false, -1);
  }

  /** Stores the lanes that a vector names by its signs. */
  public void store(Op op, Mem to, Vec lanes, Vec from) {
    check(op, op.form == Op.Form.MVR);
    checkMask(op, lanes);
    checkMask(op, from);
    encoder.vector(op, from.number(), lanes.number(), to, from.width(), to.mask(), false, -1);
  }

  /** Moves a part of a vector, which the immediate names, to a register or to memory. */
  public void extract(Op op, Operand to, Vec from, int imm) {
    check(op, op.form == Op.Form.MRI);
    checkMask(op, from);
    boolean zeroing = to instanceof Vec v && v.zeroing();
    encoder.vector(op, from.number(), 0, to, from.width(), mask(to), zeroing, imm & 0xff);
  }

  private static void check(Op op, boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException(
          op + " has operands " + op.form + (op.writesMask() ? ", the first a mask" : ""));
    }
  }

  /** The source that is a register or memory. */
  private static void checkSource(Op op, Operand source) {
    checkMask(op, source);
    if (source instanceof Vec && op.readsMemoryOnly()) {
      throw new IllegalArgumentException(op + " reads memory, got " + source);
    }
  }

  private static void checkMask(Op op, Operand source) {
    if (mask(source) != null) {
      throw new IllegalArgumentException(
          op + ": a mask stands at the destination, got the source " + source);
    }
  }

  private static Mask mask(Operand operand) {
    return operand instanceof Vec v ? v.mask() : ((Mem) operand).mask();
  }

  /** A general-purpose register's 32 bits into a vector's first lane. */
  public void vmovd(Vec to, Gpr from) {
    encoder.vector(
        Op.VMOVD, to.number(), 0, Vec.xmm(from.ordinal()), Vec.Width.XMM, to.mask(), false, -1);
  }

  /** A vector's first lane into a general-purpose register, whose upper half becomes zero. */
  public void vmovd(Gpr to, Vec from) {
    checkMask(Op.VMOVD_STORE, from);
    encoder.vector(
        Op.VMOVD_STORE, from.number(), 0, Vec.xmm(to.ordinal()), Vec.Width.XMM, null, false, -1);
  }

  /** Makes the upper halves of all vectors zero, which code without VEX needs to be fast. */
  public void vzeroupper() {
    out.u8(0xC5).u8(0xF8).u8(0x77);
  }

  /** Sets a mask from a register's 64 bits. */
  public void kmovq(Mask to, Gpr from) {
    out.u8(0xC4).u8(0xE1 & ~(from.high() << 5)).u8(0xFB).u8(0x92);
    out.u8(0xC0 | to.number() << 3 | from.low());
  }

  /** {@code to = from}. */
  public void mov(Gpr to, Gpr from) {
    encoder.general(true, 0, from.ordinal(), to, 0x89);
  }

  /** {@code to = value}, in the shortest form. */
  public void mov(Gpr to, long value) {
    if (value >>> 32 == 0) {
      if (to.high() == 1) {
        out.u8(0x41);
      }
      out.u8(0xB8 | to.low()).i32((int) value);
    } else if (value == (int) value) {
      encoder.general(true, 0, 0, to, 0xC7);
      out.i32((int) value);
    } else {
      out.u8(0x48 | to.high()).u8(0xB8 | to.low()).i64(value);
    }
  }

  /** Loads 64 bits. */
  public void mov(Gpr to, Mem from) {
    encoder.general(true, 0, to.ordinal(), from, 0, 0x8B);
  }

  /** Stores 64 bits. */
  public void mov(Mem to, Gpr from) {
    encoder.general(true, 0, from.ordinal(), to, 0, 0x89);
  }

  /** Loads 32 bits; the upper half becomes zero. */
  public void mov32(Gpr to, Mem from) {
    encoder.general(false, 0, to.ordinal(), from, 0, 0x8B);
  }

  /** Stores 32 bits. */
  public void mov32(Mem to, Gpr from) {
    encoder.general(false, 0, from.ordinal(), to, 0, 0x89);
  }

  /** Stores 16 bits. */
  public void mov16(Mem to, Gpr from) {
    encoder.general(false, 0x66, from.ordinal(), to, 0, 0x89);
  }

  /** Stores 8 bits of RAX, RCX, RDX, RBX or R8 to R15. */
  public void mov8(Mem to, Gpr from) {
    if (from.ordinal() >= 4 && from.ordinal() < 8) {
      throw new IllegalArgumentException(from + " has no byte without a prefix");
    }
    encoder.general(false, 0, from.ordinal(), to, 0, 0x88);
  }

  /** Loads 32 bits with their sign. */
  public void movsxd(Gpr to, Mem from) {
    encoder.general(true, 0, to.ordinal(), from, 0, 0x63);
  }

  /** Loads 8 bits without a sign. */
  public void movzx8(Gpr to, Mem from) {
    encoder.general(false, 0, to.ordinal(), from, 0, 0x0F, 0xB6);
  }

  /** Loads 16 bits without a sign. */
  public void movzx16(Gpr to, Mem from) {
    encoder.general(false, 0, to.ordinal(), from, 0, 0x0F, 0xB7);
  }

  /** Computes an address. */
  public void lea(Gpr to, Mem from) {
    encoder.general(true, 0, to.ordinal(), from, 0, 0x8D);
  }

  /** {@code to += from}. */
  public void add(Gpr to, Gpr from) {
    encoder.general(true, 0, from.ordinal(), to, 0x01);
  }

  /** {@code to += value}. */
  public void add(Gpr to, int value) {
    arithmetic(0, to, value);
  }

  /** {@code to += memory}. */
  public void add(Gpr to, Mem from) {
    encoder.general(true, 0, to.ordinal(), from, 0, 0x03);
  }

  /** {@code to -= from}. */
  public void sub(Gpr to, Gpr from) {
    encoder.general(true, 0, from.ordinal(), to, 0x29);
  }

  /** {@code to -= value}. */
  public void sub(Gpr to, int value) {
    arithmetic(5, to, value);
  }

  /** {@code to &= value}. */
  public void and(Gpr to, int value) {
    arithmetic(4, to, value);
  }

  /** {@code to ^= from}. */
  public void xor(Gpr to, Gpr from) {
    encoder.general(true, 0, from.ordinal(), to, 0x31);
  }

  /** {@code to = 0}, with the shortest instruction, of 32 bits. */
  public void zero(Gpr to) {
    encoder.general(false, 0, to.ordinal(), to, 0x31);
  }

  /** Compares with a register. */
  public void cmp(Gpr left, Gpr right) {
    encoder.general(true, 0, right.ordinal(), left, 0x39);
  }

  /** Compares with a number. */
  public void cmp(Gpr left, int right) {
    arithmetic(7, left, right);
  }

  /** Compares with memory. */
  public void cmp(Gpr left, Mem right) {
    encoder.general(true, 0, left.ordinal(), right, 0, 0x3B);
  }

  private void arithmetic(int digit, Gpr to, int value) {
    if (value == (byte) value) {
      encoder.general(true, 0, digit, to, 0x83);
      out.u8(value);
    } else if (to == Gpr.RAX) {
      out.u8(0x48).u8(digit << 3 | 5).i32(value);
    } else {
      encoder.general(true, 0, digit, to, 0x81);
      out.i32(value);
    }
  }

  /** Looks at the bits that both have. */
  public void test(Gpr a, Gpr b) {
    encoder.general(true, 0, b.ordinal(), a, 0x85);
  }

  /** Looks at some bits of the lower half. */
  public void test(Gpr a, int bits) {
    if (a == Gpr.RAX) {
      out.u8(0xA9);
    } else {
      encoder.general(false, 0, 0, a, 0xF7);
    }
    out.i32(bits);
  }

  /** {@code to *= from}, signed. */
  public void imul(Gpr to, Gpr from) {
    encoder.general(true, 0, to.ordinal(), from, 0x0F, 0xAF);
  }

  /** {@code to *= memory}, signed. */
  public void imul(Gpr to, Mem from) {
    encoder.general(true, 0, to.ordinal(), from, 0, 0x0F, 0xAF);
  }

  /** Shifts left by a number. */
  public void shl(Gpr to, int bits) {
    shift(4, to, bits);
  }

  /** Shifts right by a number; zeros come in. */
  public void shr(Gpr to, int bits) {
    shift(5, to, bits);
  }

  private void shift(int digit, Gpr to, int bits) {
    if (bits < 0 || bits > 63) {
      throw new IllegalArgumentException("a shift by " + bits + " is not from 0 to 63");
    }
    if (bits == 1) {
      encoder.general(true, 0, digit, to, 0xD1);
    } else {
      encoder.general(true, 0, digit, to, 0xC1);
      out.u8(bits);
    }
  }

  /** Shifts left by what CL says. */
  public void shlCl(Gpr to) {
    encoder.general(true, 0, 4, to, 0xD3);
  }

  /** {@code to -= 1}. */
  public void dec(Gpr to) {
    encoder.general(true, 0, 1, to, 0xFF);
  }

  /** Takes 1 from 64 bits of memory. */
  public void dec(Mem to) {
    encoder.general(true, 0, 1, to, 0, 0xFF);
  }

  /** {@code to = from} if a condition holds. */
  public void cmov(Condition when, Gpr to, Gpr from) {
    encoder.general(true, 0, to.ordinal(), from, 0x0F, 0x40 | when.code());
  }

  /** {@code to = memory} if a condition holds; memory is read in any case. */
  public void cmov(Condition when, Gpr to, Mem from) {
    encoder.general(true, 0, to.ordinal(), from, 0, 0x0F, 0x40 | when.code());
  }

  /** Jumps. */
  public void jmp(Label to) {
    if (near(to)) {
      out.u8(0xEB).u8(to.position() - (out.size() + 1));
    } else {
      out.u8(0xE9);
      encoder.distance(to, 0);
    }
  }

  /** Jumps if a condition holds. */
  public void jump(Condition when, Label to) {
    if (near(to)) {
      out.u8(0x70 | when.code()).u8(to.position() - (out.size() + 1));
    } else {
      out.u8(0x0F).u8(0x80 | when.code());
      encoder.distance(to, 0);
    }
  }

  /** Behind a one-byte jump, which takes two bytes. */
  private boolean near(Label to) {
    return to.isBound() && to.position() - (out.size() + 2) >= Byte.MIN_VALUE;
  }

  /** Pushes a register. */
  public void push(Gpr from) {
    if (from.high() == 1) {
      out.u8(0x41);
    }
    out.u8(0x50 | from.low());
  }

  /** Pops a register. */
  public void pop(Gpr to) {
    if (to.high() == 1) {
      out.u8(0x41);
    }
    out.u8(0x58 | to.low());
  }

  /** Returns. */
  public void ret() {
    out.u8(0xC3);
  }

  /** Reads a cache line that will be needed; an address that is not there does no harm. */
  public void prefetcht0(Mem from) {
    encoder.general(false, 0, 1, from, 0, 0x0F, 0x18);
  }

  /** What the processor is: leaf EAX, sub-leaf ECX; into EAX, EBX, ECX, EDX. */
  public void cpuid() {
    out.u8(0x0F).u8(0xA2);
  }

  /** What the system saves of registers: number ECX; into EDX, EAX. */
  public void xgetbv() {
    out.u8(0x0F).u8(0x01).u8(0xD0);
  }
}
