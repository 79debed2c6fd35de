package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VMOVDQA32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32;
import static dev.octet.kernels.x86.asm.Op.VPADDD;
import static dev.octet.kernels.x86.asm.Op.VPBROADCASTD;
import static dev.octet.kernels.x86.asm.Op.VPDPBUSD;
import static dev.octet.kernels.x86.asm.Op.VPMADDWD;
import static dev.octet.kernels.x86.asm.Op.VPMOVSXBW;
import static dev.octet.kernels.x86.asm.Op.VPMULLD;
import static dev.octet.kernels.x86.asm.Op.VPSUBD;
import static dev.octet.kernels.x86.asm.Op.VPXORD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Writes the pass over K of a {@link TileEmitter}'s tile: its sums, which end up in the vector
 * registers from 0 on, two for each row. With few rows several sets of accumulators take turns over
 * the steps, so that each has the time that an addition takes.
 *
 * <p>RDI, the place in the table of offsets, goes forward; RDX is kept; other registers are lost.
 */
final class TileSums {
  /** Bytes of weights that are asked for ahead where one row streams them from memory. */
  private static final int AHEAD = 2048;

  private static final Gpr[] ROWS = {
    Gpr.RAX, Gpr.RBX, Gpr.RBP, Gpr.R10, Gpr.R11, Gpr.R12, Gpr.R13, Gpr.R14
  };

  /** Bytes into a tap. */
  private static final Gpr K = Gpr.R15;

  private static final Gpr B = Gpr.RSI;
  private static final Gpr END = Gpr.RCX;
  private static final Gpr TAPS = Gpr.R8;
  private static final Gpr TABLE = Gpr.RDI;
  private static final Gpr TMP = Gpr.R9;

  private final TileKey key;
  private final Isa isa;
  private final int rows;

  /** Sets of accumulators. */
  private final int sets;

  private final Frame frame;
  private final Assembler a;
  private final Label signFlip;
  private final Label ones;

  TileSums(TileKey key, int rows, Frame frame, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.rows = rows;
    this.sets = sets(key, rows);
    this.frame = frame;
    a = assembler;
    signFlip = a.constant(0x80808080);
    ones = a.constant(isa.hasDotProduct() ? 0x01010101 : 0x00010001);
  }

  private static int sets(TileKey key, int rows) {
    int most = key.isa().hasMasks() ? 8 : key.maxRows() == 4 ? 4 : 6;
    return rows > most / 2 ? 1 : Integer.highestOneBit(most / rows);
  }

  private Vec acc(int set, int i, int j) {
    return isa.vec((set * rows + i) * 2 + j);
  }

  private Vec sum(int set, int i) {
    return isa.vec(2 * sets * rows + set * rows + i);
  }

  private Vec weights(int j) {
    return isa.vec((isa.hasMasks() ? 24 : 12) + j);
  }

  /** Registers for short use: four with AVX-512, two else. */
  private Vec temp(int i) {
    return isa.hasMasks() ? isa.vec(28 + i % 4) : isa.vec(14 + i % 2);
  }

  /** Writes the pass. */
  void emit() {
    start();
    if (key.offsets()) {
      frame.parameter(TAPS, TileParams.TAPS);
      Label tap = a.here();
      findRows();
      steps();
      a.dec(TAPS);
      a.jump(Condition.NOT_EQUAL, tap);
    } else {
      goDownRows();
      steps();
    }
    foldSets();
    if (key.weightZero()) {
      takeWeightZeroPoints();
    }
  }

  private void start() {
    frame.get(B, Slot.B);
    if (key.rowZero()) {
      frame.get(TMP, Slot.ROW_ZEROS_TILE);
    }
    for (int set = 0; set < sets; set++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < 2; j++) {
          startAccumulator(set, i, j);
        }
        if (key.weightZero()) {
          a.op(VPXORD, sum(set, i), sum(set, i), sum(set, i));
        }
      }
    }
    if (isa.hasMasks() && key.signed()) {
      a.op(VMOVDQU32, flip(), Mem.at(signFlip));
    }
    if (isa.hasMasks() && key.weightZero()) {
      a.op(VMOVDQU32, isa.vec(26), Mem.at(ones));
    }
  }

  private void startAccumulator(int set, int i, int j) {
    Vec acc = acc(set, i, j);
    if (set > 0 || !isa.hasDotProduct()) {
      a.op(VPXORD, acc, acc, acc);
    } else if (key.rowZero()) {
      if (j == 0) {
        a.op(VPBROADCASTD, temp(0), Mem.at(TMP, 4 * i));
      }
      a.op(VPMULLD, acc, temp(0), frame.column(Column.START, j));
    } else if (i == 0) {
      a.op(VMOVDQU32, acc, frame.column(Column.START, j));
    } else {
      a.op(VMOVDQA32, acc, acc(0, 0, j));
    }
  }

  private Vec flip() {
    return isa.vec(27);
  }

  /** Where rows are at a constant distance. */
  private void goDownRows() {
    frame.get(TMP, Slot.A_STRIDE);
    frame.get(ROWS[0], Slot.A_TILE);
    for (int i = 1; i < rows; i++) {
      a.lea(ROWS[i], Mem.at(ROWS[i - 1], TMP, 1, 0));
    }
  }

  /** Where a tap's rows are. */
  private void findRows() {
    frame.get(K, Slot.A);
    for (int i = 0; i < rows; i++) {
      frame.row(ROWS[i], Mem.at(TABLE, 4 * i), K);
    }
    a.add(TABLE, 4 * rows);
  }

  /** All steps of a tap: several at once, then one by one. */
  private void steps() {
    int unroll = Math.max(2, sets);
    Label single = new Label();
    Label done = new Label();
    frame.get(END, Slot.END);
    a.zero(K);
    a.sub(END, 4 * (unroll - 1));
    a.jump(Condition.LESS_OR_EQUAL, single);
    Label several = a.here();
    for (int u = 0; u < unroll; u++) {
      step(u % sets, u);
    }
    a.add(B, unroll * key.stepBytes());
    a.add(K, 4 * unroll);
    a.cmp(K, END);
    a.jump(Condition.LESS, several);
    a.bind(single);
    a.add(END, 4 * (unroll - 1));
    a.cmp(K, END);
    a.jump(Condition.GREATER_OR_EQUAL, done);
    Label one = a.here();
    step(0, 0);
    a.add(B, key.stepBytes());
    a.add(K, 4);
    a.cmp(K, END);
    a.jump(Condition.LESS, one);
    a.bind(done);
  }

  private void step(int set, int u) {
    for (int j = 0; j < 2; j++) {
      Mem at = Mem.at(B, (2 * u + j) * key.stepBytes() / 2);
      if (rows == 1) {
        a.prefetcht0(at.plus(AHEAD));
      }
      a.op(isa.hasDotProduct() ? VMOVDQU32 : VPMOVSXBW, weights(j), at);
    }
    for (int i = 0; i < rows; i++) {
      Vec t = temp(i);
      a.op(VPBROADCASTD, t, Mem.at(ROWS[i], K, 1, 4 * u));
      if (isa.hasDotProduct()) {
        dot(set, i, t);
      } else {
        pairs(set, i);
      }
    }
  }

  private void dot(int set, int i, Vec t) {
    if (key.signed()) {
      a.op(VPXORD, t, t, isa.hasMasks() ? flip() : Mem.at(signFlip));
    }
    for (int j = 0; j < 2; j++) {
      a.op(VPDPBUSD, acc(set, i, j), t, weights(j));
    }
    if (key.weightZero()) {
      // a is the unsigned operand, ones the signed one.
      a.op(VPDPBUSD, sum(set, i), t, isa.hasMasks() ? isa.vec(26) : Mem.at(ones));
    }
  }

  /** AVX2: the row's pair in temp(0) or temp(1), whichever it was read into. */
  private void pairs(int set, int i) {
    Vec t = temp(i);
    Vec product = temp(i + 1);
    a.op(VPMADDWD, product, t, weights(0));
    a.op(VPADDD, acc(set, i, 0), acc(set, i, 0), product);
    if (key.weightZero()) {
      a.op(VPMADDWD, product, t, Mem.at(ones));
      a.op(VPADDD, sum(set, i), sum(set, i), product);
    }
    a.op(VPMADDWD, t, t, weights(1));
    a.op(VPADDD, acc(set, i, 1), acc(set, i, 1), t);
  }

  private void foldSets() {
    for (int half = sets / 2; half > 0; half /= 2) {
      for (int set = 0; set < half; set++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < 2; j++) {
            a.op(VPADDD, acc(set, i, j), acc(set, i, j), acc(set + half, i, j));
          }
          if (key.weightZero()) {
            a.op(VPADDD, sum(set, i), sum(set, i), sum(set + half, i));
          }
        }
      }
    }
  }

  private void takeWeightZeroPoints() {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 2; j++) {
        a.op(VPMULLD, temp(j), sum(0, i), frame.column(Column.ZEROS, j));
        a.op(VPSUBD, acc(0, i, j), acc(0, i, j), temp(j));
      }
    }
  }
}
