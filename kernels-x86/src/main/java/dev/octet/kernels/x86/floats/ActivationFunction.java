package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VADDPS;
import static dev.octet.kernels.x86.asm.Op.VBROADCASTSS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS;
import static dev.octet.kernels.x86.asm.Op.VMULPS;
import static dev.octet.kernels.x86.asm.Op.VXORPS;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.util.Locale;

/**
 * An activation of each element of a run. Operands: arguments; how many; -; results; slopes; on the
 * stack two floats.
 *
 * @param isa instructions
 * @param function which
 */
record ActivationFunction(Isa isa, Function function) implements Emitter {
  /** The functions, and what their two floats are. */
  enum Function {
    /** The least and the greatest result. */
    CLAMP,
    /** The slope. */
    LEAKY_RELU,
    /** None. */
    PRELU,
    /** None. */
    HARD_SIGMOID,
    /** None. */
    HARD_SWISH,
    /** What the function goes to on the left, negated; the factor of arguments. */
    ELU
  }

  private static final float SIXTH = 1f / 6f;

  @Override
  public String name() {
    return (function + "_f32_" + isa).toLowerCase(Locale.ROOT);
  }

  @Override
  public void emit(Assembler a) {
    FloatLoop loop = new FloatLoop(a, isa);
    FloatVectors one = loop.vectors(1);
    Vec first = one.get(FloatVectors.VARIABLES - 1, 0);
    Vec second = one.get(FloatVectors.VARIABLES - 1, 1);
    Mem numbers = Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK);
    loop.begin();
    if (function == Function.HARD_SIGMOID || function == Function.HARD_SWISH) {
      a.op(VXORPS, first, first, first);
      a.op(VMOVUPS, second, loop.number(6f));
    } else {
      a.op(VBROADCASTSS, first, numbers);
      a.op(VBROADCASTSS, second, numbers.plus(4));
    }
    loop.emit(
        v -> {
          v.load(0, Gpr.RDI);
          apply(v, first, second);
          v.store(FloatLoop.RESULT, 0);
        });
    loop.end();
  }

  private void apply(FloatVectors v, Vec first, Vec second) {
    switch (function) {
      case CLAMP -> v.limit(0, first, second);
      case LEAKY_RELU -> {
        v.op(VMULPS, 1, 0, first);
        v.takeWhere(0, 1, 0, FloatVectors.LESS, 0f, 2);
      }
      case PRELU -> {
        v.load(1, Gpr.R8);
        v.op(VMULPS, 1, 0, 1);
        v.takeWhere(0, 1, 0, FloatVectors.LESS, 0f, 2);
      }
      case HARD_SIGMOID -> {
        v.op(VADDPS, 0, 0, 3f);
        v.limit(0, first, second);
        v.op(VMULPS, 0, 0, SIXTH);
      }
      case HARD_SWISH -> {
        v.op(VADDPS, 1, 0, 3f);
        v.limit(1, first, second);
        v.op(VMULPS, 0, 0, 1);
        v.op(VMULPS, 0, 0, SIXTH);
      }
      case ELU -> {
        v.op(VMOVUPS, 5, 0);
        v.op(VMULPS, 0, 0, second);
        new Elementary(v).expMinus1OfNegative(0);
        v.op(VMULPS, 0, 0, first);
        v.op(VMOVUPS, 1, 5);
        v.takeWhere(0, 1, 5, FloatVectors.GREATER, 0f, 2);
      }
    }
  }
}
