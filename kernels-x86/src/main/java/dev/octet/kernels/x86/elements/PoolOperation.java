package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.machine.Isa;

/** What {@link PoolWindows} does with the pixels of a window, some channels at a time. */
interface PoolOperation {
  /** {@return the name of operation and types} */
  String name();

  /** {@return bytes of an element in memory} */
  int elementBytes();

  /** {@return a loop over channels} */
  ElementLoop loop(Assembler a, Isa isa);

  /** Loads constants, once. */
  void begin(Assembler a, Isa isa);

  /** A window begins. */
  void start(Lanes lanes);

  /** A pixel, whose channels begin where {@code pixel} points. */
  void add(Lanes lanes, Gpr pixel);

  /** A window ends; {@code result} points to channel 0 of its pixel. */
  void finish(Lanes lanes, Gpr result);
}
