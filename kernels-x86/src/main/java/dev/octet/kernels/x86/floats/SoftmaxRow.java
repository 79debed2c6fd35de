package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VADDPS;
import static dev.octet.kernels.x86.asm.Op.VBROADCASTSS;
import static dev.octet.kernels.x86.asm.Op.VDIVPS;
import static dev.octet.kernels.x86.asm.Op.VMAXPS;
import static dev.octet.kernels.x86.asm.Op.VMULPS;
import static dev.octet.kernels.x86.asm.Op.VSUBPS;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.util.Locale;

/**
 * Softmax of a row, three passes over the results: arguments and their maximum, exponentials and
 * their sum, quotients. NaN is no maximum, but survives the second pass and spoils the sum, as it
 * must; so does a maximum that is infinite.
 *
 * <p>Operands: arguments; how many; -; results; what is added; on the stack the factor.
 *
 * @param isa instructions
 * @param adds whether something is added
 */
record SoftmaxRow(Isa isa, boolean adds) implements Emitter {
  private static final int GREATEST = 5;
  private static final int SUM = 6;

  @Override
  public String name() {
    return ((adds ? "softmax_add_f32_" : "softmax_f32_") + isa).toLowerCase(Locale.ROOT);
  }

  @Override
  public void emit(Assembler a) {
    FloatLoop loop = new FloatLoop(a, isa);
    FloatVectors all = loop.vectors(FloatVectors.most(isa));
    Vec factor = all.get(SUM, 0);
    loop.begin();
    a.op(VBROADCASTSS, factor, Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK));
    all.set(GREATEST, Float.NEGATIVE_INFINITY);
    loop.emit(
        v -> {
          v.load(0, Gpr.RDI);
          v.op(VMULPS, 0, 0, factor);
          if (adds) {
            v.load(1, Gpr.R8);
            v.op(VADDPS, 0, 0, 1);
          }
          v.store(FloatLoop.RESULT, 0);
          v.fillRest(0, Float.NEGATIVE_INFINITY, 1);
          v.op(VMAXPS, GREATEST, 0, GREATEST);
        });
    all.reduce(VMAXPS, GREATEST, 0);
    all.set(SUM, 0f);
    loop.emit(
        v -> {
          v.load(0, FloatLoop.RESULT);
          v.op(VSUBPS, 0, 0, all.get(GREATEST, 0));
          new Elementary(v).expOfNegative(0, 1, 2, 3);
          v.store(FloatLoop.RESULT, 0);
          v.fillRest(0, 0f, 1);
          v.op(VADDPS, SUM, SUM, 0);
        });
    all.reduce(VADDPS, SUM, 0);
    loop.vectors(1).set(GREATEST, 1f);
    Vec share = all.get(GREATEST, 0);
    a.op(VDIVPS, share, share, all.get(SUM, 0));
    loop.emit(
        v -> {
          v.load(0, FloatLoop.RESULT);
          v.op(VMULPS, 0, 0, share);
          v.store(FloatLoop.RESULT, 0);
        });
    loop.end();
  }
}
