package dev.octet.kernels.x86.asm;

/** Mask registers of AVX-512 that can be named as a mask; k0 means none. */
public enum Mask {
  K1,
  K2,
  K3,
  K4,
  K5,
  K6,
  K7;

  int number() {
    return ordinal() + 1;
  }
}
