package dev.octet.kernels.x86.asm;

/**
 * A vector register, perhaps with a mask as in {@code zmm3{k1}{z}}.
 *
 * @param number 0 to 31; from 16 on AVX-512 alone has it
 * @param width how much of it
 * @param mask which lanes are written; null for all
 * @param zeroing whether the other lanes become zero rather than stay
 */
public record Vec(int number, Width width, Mask mask, boolean zeroing) implements Operand {
  /** Widths. */
  public enum Width {
    /** 128 bits. */
    XMM,
    /** 256 bits. */
    YMM,
    /** 512 bits. */
    ZMM;

    /**
     * The width in bytes.
     *
     * @return 16, 32 or 64
     */
    public int bytes() {
      return 16 << ordinal();
    }
  }

  /** Checks what can be encoded. */
  public Vec {
    if (zeroing && mask == null) {
      throw new IllegalArgumentException("vector register " + number + " is zeroed by no mask");
    }
    if (number < 0 || number > 31) {
      throw new IllegalArgumentException("vector register " + number + " is not from 0 to 31");
    }
  }

  /** {@return the register of 128 bits} */
  public static Vec xmm(int number) {
    return new Vec(number, Width.XMM, null, false);
  }

  /** {@return the register of 256 bits} */
  public static Vec ymm(int number) {
    return new Vec(number, Width.YMM, null, false);
  }

  /** {@return the register of 512 bits} */
  public static Vec zmm(int number) {
    return new Vec(number, Width.ZMM, null, false);
  }

  /** {@return this register as a destination of which only some lanes are written} */
  public Vec merge(Mask k) {
    return new Vec(number, width, k, false);
  }

  /** {@return this register as a destination whose other lanes become zero} */
  public Vec zero(Mask k) {
    return new Vec(number, width, k, true);
  }

  /** {@return the same register in another width} */
  public Vec as(Width other) {
    return new Vec(number, other, null, false);
  }

  boolean isExtended() {
    return number > 15;
  }
}
