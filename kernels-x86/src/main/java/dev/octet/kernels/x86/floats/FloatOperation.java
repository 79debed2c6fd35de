package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VADDPS;
import static dev.octet.kernels.x86.asm.Op.VBROADCASTSS;
import static dev.octet.kernels.x86.asm.Op.VDIVPS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS;
import static dev.octet.kernels.x86.asm.Op.VMULPS;
import static dev.octet.kernels.x86.asm.Op.VSUBPS;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.util.Locale;

/**
 * An operation of two floats for each element. Operands: the left ones, or the right ones where the
 * left one is a number; how many; -; results; the right ones; on the stack the number.
 *
 * @param isa instructions
 * @param operation which, not a power
 * @param scalar which operand is a number
 */
record FloatOperation(Isa isa, FloatBinary.Op operation, Scalar scalar) implements Emitter {
  /** Which operand is one number for all elements. */
  enum Scalar {
    NONE,
    LEFT,
    RIGHT
  }

  @Override
  public String name() {
    return "%s_scalar_%s_f32_%s".formatted(operation, scalar, isa).toLowerCase(Locale.ROOT);
  }

  private Op instruction() {
    return switch (operation) {
      case ADD -> VADDPS;
      case SUB -> VSUBPS;
      case MUL -> VMULPS;
      case DIV -> VDIVPS;
      case POW -> throw new IllegalArgumentException("a power has no instruction");
    };
  }

  @Override
  public void emit(Assembler a) {
    FloatLoop loop = new FloatLoop(a, isa);
    Vec other = loop.vectors(1).get(FloatVectors.VARIABLES - 1, 0);
    loop.begin();
    if (scalar != Scalar.NONE) {
      a.op(VBROADCASTSS, other, Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK));
    }
    loop.emit(
        v -> {
          v.load(0, Gpr.RDI);
          switch (scalar) {
            case NONE -> {
              v.load(1, Gpr.R8);
              v.op(instruction(), 0, 0, 1);
            }
            case RIGHT -> v.op(instruction(), 0, 0, other);
            case LEFT -> {
              for (int i = 0; i < v.count(); i++) {
                a.op(VMOVUPS, v.get(1, i), other);
              }
              v.op(instruction(), 0, 1, 0);
            }
          }
          v.store(FloatLoop.RESULT, 0);
        });
    loop.end();
  }
}
