package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import java.util.Locale;

/**
 * A function of each element of a run. Operands: arguments; how many; results.
 *
 * @param isa instructions
 * @param function which
 */
record FloatFunction(Isa isa, FloatUnary.Op function) implements Emitter {
  @Override
  public String name() {
    return (function + "_f32_" + isa).toLowerCase(Locale.ROOT);
  }

  @Override
  public void emit(Assembler a) {
    FloatLoop loop = new FloatLoop(a, isa);
    loop.begin();
    loop.emit(
        vectors -> {
          vectors.load(0, Gpr.RDI);
          apply(vectors);
          vectors.store(FloatLoop.RESULT, 0);
        });
    loop.end();
  }

  private void apply(FloatVectors v) {
    Elementary e = new Elementary(v);
    switch (function) {
      case NEG -> e.negate(0);
      case ABS -> e.magnitude(0, 0);
      case RELU -> e.relu(0, 1);
      case SQRT -> v.op(Op.VSQRTPS, 0, 0);
      case RECIPROCAL -> {
        v.set(1, 1f);
        v.op(Op.VDIVPS, 0, 1, 0);
      }
      case EXP -> e.exp(0, 1, 2);
      case TANH -> e.tanh(0);
      case SIGMOID -> e.sigmoid(0);
      case ERF -> e.erf(0);
      case GELU -> e.gelu(0);
    }
  }
}
