package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Vec;

/** Instruction sets that kernels are generated for, least first. */
public enum Isa {
  /** 256 bits, 16 registers; products of 16-bit integers. */
  AVX2("AVX2", Vec.Width.YMM, 16),
  /** 256 bits, 16 registers; the dot product of bytes, in its VEX encoding. */
  AVX_VNNI("AVX-VNNI", Vec.Width.YMM, 16),
  /** 512 bits, 32 registers; the dot product of bytes. Needs F, BW, DQ, VL and VNNI. */
  AVX512_VNNI("AVX-512 VNNI", Vec.Width.ZMM, 32);

  private final String title;
  private final Vec.Width width;
  private final int registers;

  Isa(String title, Vec.Width width, int registers) {
    this.title = title;
    this.width = width;
    this.registers = registers;
  }

  /** {@return the name for logs} */
  public String title() {
    return title;
  }

  /** {@return the width of its vectors} */
  public Vec.Width width() {
    return width;
  }

  /** {@return how many vector registers there are} */
  public int registers() {
    return registers;
  }

  /** {@return 32-bit lanes of a vector} */
  public int lanes() {
    return width.bytes() / 4;
  }

  /** {@return whether there is a product of four bytes with four bytes} */
  public boolean hasDotProduct() {
    return this != AVX2;
  }

  /** {@return whether lanes can be masked, and there are 32 registers} */
  public boolean hasMasks() {
    return this == AVX512_VNNI;
  }

  /** {@return a register of the full width} */
  public Vec vec(int number) {
    return new Vec(number, width, null, false);
  }

  /** {@return a register of half the width} */
  public Vec half(int number) {
    return new Vec(number, width == Vec.Width.ZMM ? Vec.Width.YMM : Vec.Width.XMM, null, false);
  }
}
