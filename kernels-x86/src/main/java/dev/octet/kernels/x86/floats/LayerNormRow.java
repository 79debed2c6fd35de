package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VADDPS;
import static dev.octet.kernels.x86.asm.Op.VBROADCASTSS;
import static dev.octet.kernels.x86.asm.Op.VDIVPS;
import static dev.octet.kernels.x86.asm.Op.VFMADD231PS;
import static dev.octet.kernels.x86.asm.Op.VFNMADD231PS;
import static dev.octet.kernels.x86.asm.Op.VMAXPS;
import static dev.octet.kernels.x86.asm.Op.VMULPS;
import static dev.octet.kernels.x86.asm.Op.VSQRTPS;
import static dev.octet.kernels.x86.asm.Op.VSUBPS;
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
 * Layer normalization of a row, three passes: the sum and a first mean, differences to it with
 * their sum and their squares' sum, results.
 *
 * <p>The sum of the differences would be 0 but for the rounding of the first mean; it corrects both
 * mean and variance (Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, 1983),
 * so that float sums do for rows that lie far from 0.
 *
 * <p>Operands: values; how many; factors; results; residual; terms; on the stack epsilon and,
 * behind it, the number of values as a float.
 *
 * @param isa instructions
 * @param adds whether there is a residual
 * @param scales whether there are factors
 * @param shifts whether there are terms
 */
record LayerNormRow(Isa isa, boolean adds, boolean scales, boolean shifts) implements Emitter {
  private static final Gpr RESIDUAL = Gpr.R8;
  private static final Gpr FACTORS = Gpr.RDX;
  private static final Gpr TERMS = Gpr.R9;

  private static final int SUM = 4;
  private static final int SQUARES = 5;

  /** Of its registers, the first is the mean or what corrects it, the second the factor. */
  private static final int CENTER = 6;

  @Override
  public String name() {
    return "layer_norm%s%s%s_f32_%s"
        .formatted(
            adds ? "_residual" : "",
            scales ? "_gamma" : "",
            shifts ? "_beta" : "",
            isa.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void emit(Assembler a) {
    FloatLoop loop = new FloatLoop(a, isa);
    FloatVectors all = loop.vectors(FloatVectors.most(isa));
    Vec center = all.get(CENTER, 0);
    Vec factor = all.get(CENTER, 1);
    Mem epsilon = Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK);
    Mem count = epsilon.plus(4);
    loop.begin();
    all.set(SUM, 0f);
    loop.emit(this::sum);
    all.reduce(VADDPS, SUM, 0);
    a.op(VBROADCASTSS, factor, count);
    a.op(VDIVPS, center, all.get(SUM, 0), factor);
    all.set(SUM, 0f);
    all.set(SQUARES, 0f);
    loop.emit(v -> differences(v, center));
    all.reduce(VADDPS, SUM, 0);
    all.reduce(VADDPS, SQUARES, 0);
    a.op(VDIVPS, center, all.get(SUM, 0), factor);
    Vec variance = all.get(SQUARES, 0);
    a.op(VDIVPS, variance, variance, factor);
    a.op(VFNMADD231PS, variance, center, center);
    Vec zero = all.get(SUM, 0);
    a.op(VXORPS, zero, zero, zero);
    // NaN is what the second operand has.
    a.op(VMAXPS, variance, zero, variance);
    a.op(VBROADCASTSS, factor, epsilon);
    a.op(VADDPS, variance, variance, factor);
    a.op(VSQRTPS, variance, variance);
    loop.vectors(1).set(SUM, 1f);
    a.op(VDIVPS, factor, all.get(SUM, 0), variance);
    loop.emit(v -> results(v, center, factor));
    loop.end();
  }

  private void sum(FloatVectors v) {
    v.load(0, Gpr.RDI);
    if (adds) {
      v.load(1, RESIDUAL);
      v.op(VADDPS, 0, 0, 1);
    }
    v.store(FloatLoop.RESULT, 0);
    v.op(VADDPS, SUM, SUM, 0);
  }

  private static void differences(FloatVectors v, Vec center) {
    v.load(0, FloatLoop.RESULT);
    v.op(VSUBPS, 0, 0, center);
    v.store(FloatLoop.RESULT, 0);
    v.fillRest(0, 0f, 1);
    v.op(VADDPS, SUM, SUM, 0);
    v.op(VFMADD231PS, SQUARES, 0, 0);
  }

  private void results(FloatVectors v, Vec center, Vec factor) {
    v.load(0, FloatLoop.RESULT);
    v.op(VSUBPS, 0, 0, center);
    v.op(VMULPS, 0, 0, factor);
    if (scales) {
      v.load(1, FACTORS);
      v.op(VMULPS, 0, 0, 1);
    }
    if (shifts) {
      v.load(2, TERMS);
      v.op(VADDPS, 0, 0, 2);
    }
    v.store(FloatLoop.RESULT, 0);
  }
}
