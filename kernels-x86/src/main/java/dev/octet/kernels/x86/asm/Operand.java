package dev.octet.kernels.x86.asm;

/** What a vector instruction reads or writes last: a register or memory. */
public sealed interface Operand permits Vec, Mem {}
