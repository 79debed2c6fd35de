package dev.octet.kernels.x86.asm;

/** General-purpose registers of 64 bits, in the order of their encodings. */
public enum Gpr {
  RAX,
  RCX,
  RDX,
  RBX,
  RSP,
  RBP,
  RSI,
  RDI,
  R8,
  R9,
  R10,
  R11,
  R12,
  R13,
  R14,
  R15;

  int low() {
    return ordinal() & 7;
  }

  int high() {
    return ordinal() >> 3;
  }
}
