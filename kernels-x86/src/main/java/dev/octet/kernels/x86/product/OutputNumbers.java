package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VBROADCASTSS;
import static dev.octet.kernels.x86.asm.Op.VMASKMOVPS;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32_STORE;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS_STORE;
import static dev.octet.kernels.x86.asm.Op.VMULPS;
import static dev.octet.kernels.x86.asm.Op.VPANDD;
import static dev.octet.kernels.x86.asm.Op.VPBROADCASTD;
import static dev.octet.kernels.x86.asm.Op.VPCMPEQD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Operand;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.product.TileKey.Stage;
import java.util.Arrays;

/**
 * The numbers that an {@link OutputEmitter} finishes tiles with: the stage's constants, and what
 * columns have, in the frame; during a tile, in registers as far as there are any left.
 *
 * <p>Which columns there are: masks 1 to 4 for each vector, 5 for all of them as bytes; with 256
 * bits, vectors of signs in the frame.
 */
final class OutputNumbers {
  /** The bytes of columns. */
  static final Mask BYTES = Mask.K5;

  private static final Mask[] LANES = {Mask.K1, Mask.K2, Mask.K3, Mask.K4};

  /** Registers behind the accumulators for short use. */
  private static final int TEMPS = 2;

  private final Isa isa;
  private final Stage stage;
  private final int vectors;
  private final int accumulators;
  private final boolean inputScales;
  private final Frame frame;
  private final Assembler a;

  /** A bit for each lane of 256 bits. */
  private final Label laneBits;

  /** Registers that hold numbers in a tile, or null. */
  private final Vec[] constants = new Vec[Constant.values().length];

  private final Vec[] columns;

  /** The first register that holds nothing. */
  private int next;

  /**
   * Numbers of tiles.
   *
   * @param isa instructions
   * @param stage which need them
   * @param vectors vectors of a pixel
   * @param accumulators the most registers of a tile; those after them are lost
   * @param inputScales whether each pixel has an input scale of its own
   * @param frame where they are
   * @param assembler where code goes
   */
  OutputNumbers(
      Isa isa,
      Stage stage,
      int vectors,
      int accumulators,
      boolean inputScales,
      Frame frame,
      Assembler assembler) {
    this.isa = isa;
    this.stage = stage;
    this.vectors = vectors;
    columns = new Vec[vectors * Column.values().length];
    this.accumulators = accumulators;
    this.inputScales = inputScales;
    this.frame = frame;
    a = assembler;
    laneBits = isa.hasMasks() ? null : a.constant(1, 2, 4, 8, 16, 32, 64, 128);
  }

  Isa isa() {
    return isa;
  }

  int vectors() {
    return vectors;
  }

  boolean inputScales() {
    return inputScales;
  }

  /** A register for short use, 0 or 1. */
  Vec temp(int i) {
    return isa.vec(accumulators + i);
  }

  /** The mask of a vector's columns. */
  static Mask lanes(int n) {
    return LANES[n];
  }

  /** Repeats the stage's parameters, {@code p}, in the frame. */
  void constants(Gpr p) {
    for (Constant c : Constant.values()) {
      if (c.isFor(stage)) {
        a.op(VPBROADCASTD, temp(0), Mem.at(p, 4 * c.parameter));
        a.store(VMOVDQU32_STORE, frame.constant(c), temp(0));
      }
    }
  }

  /** Says which columns there are, from 64 bits in a register, which is lost. */
  void columns(Gpr bits) {
    if (isa.hasMasks()) {
      a.kmovq(BYTES, bits);
    }
    for (int n = 0; n < vectors; n++) {
      if (isa.hasMasks()) {
        a.kmovq(LANES[n], bits);
      } else {
        lanes(n, bits);
      }
      a.shr(bits, isa.lanes());
    }
  }

  private void lanes(int n, Gpr bits) {
    Vec v = temp(0);
    a.vmovd(v.as(Vec.Width.XMM), bits);
    a.op(VPBROADCASTD, v, v.as(Vec.Width.XMM));
    a.op(VPANDD, v, v, Mem.at(laneBits));
    a.op(VPCMPEQD, v, v, Mem.at(laneBits));
    a.store(VMOVDQU32_STORE, frame.column(Column.LANES, n), v);
  }

  /** What columns have, from arrays, into the frame. */
  void load(Gpr bias, Gpr scales, Gpr x) {
    if (stage == Stage.INT32) {
      return;
    }
    for (int n = 0; n < vectors; n++) {
      load(Mem.at(bias, n * isa.width().bytes()), n);
      a.store(VMOVUPS_STORE, frame.column(Column.BIAS, n), temp(0));
      load(Mem.at(scales, n * isa.width().bytes()), n);
      if (stage == Stage.DEQUANTIZE && !inputScales) {
        a.op(VBROADCASTSS, temp(1), Mem.at(x));
        a.op(VMULPS, temp(0), temp(1), temp(0));
      }
      a.store(VMOVUPS_STORE, frame.column(Column.SCALES, n), temp(0));
    }
  }

  private void load(Mem from, int n) {
    if (isa.hasMasks()) {
      a.op(VMOVUPS, temp(0).zero(LANES[n]), from);
    } else {
      a.op(VMOVUPS, temp(0), frame.column(Column.LANES, n));
      a.op(VMASKMOVPS, temp(0), temp(0), from);
    }
  }

  /** Begins a tile: no register holds a number. */
  void release() {
    Arrays.fill(constants, null);
    Arrays.fill(columns, null);
    next = accumulators + TEMPS;
  }

  /** Loads a number into a register, of which there is one left. */
  Vec load(Mem from) {
    Vec v = isa.vec(next++);
    a.op(VMOVDQU32, v, from);
    return v;
  }

  Operand constant(Constant c) {
    return number(constants, c.ordinal(), frame.constant(c));
  }

  Operand column(Column c, int n) {
    return number(columns, vectors * c.ordinal() + n, frame.column(c, n));
  }

  private Operand number(Vec[] held, int i, Mem from) {
    if (held[i] == null && next < isa.registers()) {
      held[i] = load(from);
    }
    return held[i] == null ? from : held[i];
  }
}
