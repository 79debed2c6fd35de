package dev.octet.kernels.x86.asm;

/**
 * A place in memory: {@code [base + index * scale + disp]}, or a constant of the code's own.
 *
 * @param base register, or null where {@code label} says the place
 * @param index register, or null; never RSP
 * @param scale 1, 2, 4 or 8
 * @param disp bytes
 * @param label a place in the code, or null
 * @param broadcast whether one element is read and repeated, as in {@code {1to16}}
 * @param mask which lanes are stored; null for all
 */
public record Mem(
    Gpr base, Gpr index, int scale, int disp, Label label, boolean broadcast, Mask mask)
    implements Operand {
  /** Checks what can be encoded. */
  public Mem {
    if ((base == null) == (label == null)) {
      throw new IllegalArgumentException(
          "memory has a base or a label, got " + base + ", " + label);
    }
    if (index == Gpr.RSP || (index != null && label != null)) {
      throw new IllegalArgumentException("index " + index + " cannot be encoded");
    }
    if (scale != 1 && scale != 2 && scale != 4 && scale != 8) {
      throw new IllegalArgumentException("scale " + scale + " is not 1, 2, 4 or 8");
    }
  }

  /** {@return {@code [base]}} */
  public static Mem at(Gpr base) {
    return at(base, 0);
  }

  /** {@return {@code [base + disp]}} */
  public static Mem at(Gpr base, int disp) {
    return new Mem(base, null, 1, disp, null, false, null);
  }

  /** {@return {@code [base + index * scale + disp]}} */
  public static Mem at(Gpr base, Gpr index, int scale, int disp) {
    return new Mem(base, index, scale, disp, null, false, null);
  }

  /** {@return a constant of the code's own} */
  public static Mem at(Label label) {
    return new Mem(null, null, 1, 0, label, false, null);
  }

  /** {@return the same place further on} */
  public Mem plus(int bytes) {
    return new Mem(base, index, scale, disp + bytes, label, broadcast, mask);
  }

  /** {@return one element of this place, repeated in all lanes} */
  public Mem repeated() {
    return new Mem(base, index, scale, disp, label, true, mask);
  }

  /** {@return this place as a destination of which only some lanes are written} */
  public Mem merge(Mask k) {
    return new Mem(base, index, scale, disp, label, broadcast, k);
  }
}
