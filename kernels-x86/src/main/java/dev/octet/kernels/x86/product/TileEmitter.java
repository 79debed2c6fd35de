package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.*;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Operand;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Writes the micro-kernel of integer products: tiles of {@code rows} x two vectors of C, one pass
 * over K, the output stage fused. A is read where it lies, a step of 32 bits of each row broadcast
 * to all lanes; B lies in panels:
 *
 * <pre>
 * panel of 32 columns (16 with 256 bits):
 *   sums   of each column's weights, less K zero points             int32 [32]
 *   zeros  each column's zero point, if any is not 0                int32 [32]
 *   step 0   w[0][0..3] w[1][0..3] ... w[31][0..3]                  a tap's steps, then the next
 *   step 1   w[0][4..7] w[1][4..7] ... w[31][4..7]                  tap's; AVX2: two of K a step
 *   ...
 * </pre>
 *
 * <p>{@code for each panel, for each tile of rows: for each tap, for each step: for each row i:
 * acc[i][j] += dot(broadcast A[i], B[j])}. With few rows several sets of accumulators take turns
 * over the steps, so that each has the time that an addition takes.
 *
 * <pre>
 * acc = sum a w - za sum w                        starts at -za * sums, a and za as unsigned bytes
 *       - zw (sum a - K za)                       sum a: a product with ones, in the loop
 * </pre>
 *
 * <p>Operands: A; B; parameters ({@link TileParams}); C; bias; multipliers or weight scales; second
 * input or input scales; zero points of rows; offsets {@code [tile][tap][row]}; a row of A's zero
 * point, for offset -1. Measured on a Zen 5: 97 % of what vpdpbusd alone reaches, 8 x 32.
 */
final class TileEmitter {
  private static final Gpr[] ROWS = {
    Gpr.RAX, Gpr.RBX, Gpr.RBP, Gpr.R10, Gpr.R11, Gpr.R12, Gpr.R13, Gpr.R14
  };

  private static final Gpr[] SAVED = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15};

  /** Bytes into a tap. */
  private static final Gpr K = Gpr.R15;

  private static final Gpr B = Gpr.RSI;
  private static final Gpr END = Gpr.RCX;
  private static final Gpr TAPS = Gpr.R8;
  private static final Gpr TABLE = Gpr.RDI;
  private static final Gpr C = Gpr.RDX;
  private static final Gpr TMP = Gpr.R9;

  /** Longest distance between rows of C in the scratch of a panel that is not full. */
  private static final int SCRATCH_STRIDE = 64;

  private final TileKey key;
  private final Isa isa;
  private final int rows;

  /** Sets of accumulators. */
  private final int sets;

  private final int width;
  private final Frame frame;
  private final Assembler a;
  private final Label signFlip;
  private final Label ones;

  TileEmitter(TileKey key, int rows, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.rows = rows;
    this.sets = sets(key, rows);
    this.width = isa.width().bytes();
    this.frame = new Frame(width, key.maxRows() * SCRATCH_STRIDE);
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

  /** Writes the function. */
  void emit() {
    enter();
    Label panel = a.here();
    startPanel();
    Label tile = a.here();
    startTile();
    multiply();
    foldSets();
    takeWeightZeroPoints();
    finishTile();
    advanceTile(tile);
    advancePanel(panel);
    leave();
  }

  private void enter() {
    for (Gpr r : SAVED) {
      a.push(r);
    }
    int onStack = 8 * SAVED.length + 8;
    a.mov(Gpr.RAX, Gpr.RSP);
    a.sub(Gpr.RSP, frame.size());
    a.and(Gpr.RSP, -64);
    put(Slot.OLD_RSP, Gpr.RAX);
    put(Slot.A, Gpr.RDI);
    put(Slot.B, Gpr.RSI);
    put(Slot.C, Gpr.RCX);
    put(Slot.BIAS, Gpr.R8);
    put(Slot.SCALES, Gpr.R9);
    Slot[] fromStack = {Slot.X, Slot.ROW_ZEROS, Slot.TABLE, Slot.ZERO_ROW};
    for (int i = 0; i < fromStack.length; i++) {
      a.mov(TMP, Mem.at(Gpr.RAX, onStack + 8 * i));
      put(fromStack[i], TMP);
    }
    put(Slot.P, Gpr.RDX);
    parameter(Slot.A_STRIDE, TileParams.A_STRIDE, 1);
    parameter(Slot.A_STEP, TileParams.A_STRIDE, rows);
    parameter(Slot.C_STRIDE, TileParams.C_STRIDE, 1);
    parameter(Slot.C_STEP, TileParams.C_STRIDE, rows);
    parameter(Slot.X_STRIDE, TileParams.X_STRIDE, 1);
    parameter(Slot.X_STEP, TileParams.X_STRIDE, rows);
    parameter(Slot.END, TileParams.STEPS, 4);
    parameter(Slot.PANELS, TileParams.PANELS, 1);
    for (Constant c : Constant.values()) {
      if (c.isFor(key.stage())) {
        a.op(VPBROADCASTD, temp(0), Mem.at(Gpr.RDX, 4 * c.parameter));
        a.store(VMOVDQU32_STORE, constant(c), temp(0));
      }
    }
  }

  /** A parameter, times a number, into the frame. */
  private void parameter(Slot slot, int parameter, int times) {
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * parameter));
    if (times != 1) {
      a.mov(Gpr.RAX, times);
      a.imul(TMP, Gpr.RAX);
    }
    put(slot, TMP);
  }

  private void leave() {
    a.mov(Gpr.RSP, frame.slot(Slot.OLD_RSP));
    for (int i = SAVED.length - 1; i >= 0; i--) {
      a.pop(SAVED[i]);
    }
    a.vzeroupper();
    a.ret();
  }

  private void put(Slot slot, Gpr from) {
    a.mov(frame.slot(slot), from);
  }

  private void get(Gpr to, Slot slot) {
    a.mov(to, frame.slot(slot));
  }

  private void move(Slot to, Slot from) {
    get(TMP, from);
    put(to, TMP);
  }

  private Mem constant(Constant c) {
    return frame.vector(c.ordinal());
  }

  /** A vector of the panel's columns in the frame. */
  private Mem column(Column c, int j) {
    return frame.vector(Constant.values().length + 2 * c.ordinal() + j);
  }

  private void startPanel() {
    startColumns();
    get(B, Slot.B);
    for (int j = 0; j < 2; j++) {
      if (isa.hasDotProduct()) {
        Vec v = temp(0);
        Vec zero = temp(1);
        a.op(VMOVDQU32, v, Mem.at(B, width * j));
        if (!key.rowZero()) {
          get(TMP, Slot.P);
          a.op(VPBROADCASTD, zero, Mem.at(TMP, 4 * TileParams.ZERO_POINT));
          a.op(VPMULLD, v, v, zero);
        }
        a.op(VPXORD, zero, zero, zero);
        a.op(VPSUBD, v, zero, v);
        a.store(VMOVDQU32_STORE, column(Column.START, j), v);
      }
      if (key.weightZero()) {
        a.op(VMOVDQU32, temp(0), Mem.at(B, width * (2 + j)));
        a.store(VMOVDQU32_STORE, column(Column.ZEROS, j), temp(0));
      }
      if (key.stage() != TileKey.Stage.INT32) {
        loadColumns(Column.BIAS, Slot.BIAS, j);
        loadColumns(Column.SCALES, Slot.SCALES, j);
      }
    }
    a.add(B, width * (key.weightZero() ? 4 : 2));
    put(Slot.B, B);
    get(TMP, Slot.P);
    a.movsxd(Gpr.RAX, Mem.at(TMP, 4 * TileParams.TILES));
    put(Slot.TILES, Gpr.RAX);
    move(Slot.A_TILE, Slot.A);
    move(Slot.C_TILE, Slot.C);
    move(Slot.X_TILE, Slot.X);
    if (key.rowZero()) {
      move(Slot.ROW_ZEROS_TILE, Slot.ROW_ZEROS);
    }
    if (key.offsets()) {
      get(TABLE, Slot.TABLE);
    }
  }

  /** Which columns there are: masks, or vectors of signs and a flag. */
  private void startColumns() {
    Label full = new Label();
    Label known = new Label();
    get(Gpr.RAX, Slot.PANELS);
    a.cmp(Gpr.RAX, 1);
    a.jump(Condition.NOT_EQUAL, full);
    get(TMP, Slot.P);
    a.movsxd(Gpr.RCX, Mem.at(TMP, 4 * TileParams.LAST_COLUMNS));
    a.jmp(known);
    a.bind(full);
    a.mov(Gpr.RCX, key.columns());
    a.bind(known);
    put(Slot.COLUMNS, Gpr.RCX);
    if (isa.hasMasks()) {
      // 64-bit ones shifted left by the columns, turned round: as many low ones.
      a.mov(Gpr.RAX, -1);
      a.shlCl(Gpr.RAX);
      a.mov(TMP, -1);
      a.sub(TMP, Gpr.RAX);
      a.kmovq(Mask.K3, TMP);
      a.kmovq(Mask.K1, TMP);
      a.shr(TMP, 16);
      a.kmovq(Mask.K2, TMP);
      return;
    }
    a.vmovd(temp(0).as(Vec.Width.XMM), Gpr.RCX);
    a.op(VPBROADCASTD, temp(0), temp(0).as(Vec.Width.XMM));
    for (int j = 0; j < 2; j++) {
      int from = 8 * j;
      Label iota =
          a.constant(from, from + 1, from + 2, from + 3, from + 4, from + 5, from + 6, from + 7);
      a.op(VPCMPGTD, temp(1), temp(0), Mem.at(iota));
      a.store(VMOVDQU32_STORE, column(Column.LANES, j), temp(1));
    }
  }

  private static Mask lanes(int j) {
    return j == 0 ? Mask.K1 : Mask.K2;
  }

  private void loadColumns(Column column, Slot from, int j) {
    get(TMP, from);
    Mem at = Mem.at(TMP, width * j);
    if (isa.hasMasks()) {
      a.op(VMOVUPS, temp(0).zero(lanes(j)), at);
    } else {
      a.op(VMOVUPS, temp(0), column(Column.LANES, j));
      a.op(VMASKMOVPS, temp(0), temp(0), at);
    }
    a.store(VMOVUPS_STORE, column(column, j), temp(0));
  }

  private void advancePanel(Label panel) {
    put(Slot.B, B);
    advance(Slot.C, key.columns() * key.stage().bytes());
    if (key.stage() != TileKey.Stage.INT32) {
      advance(Slot.BIAS, 4 * key.columns());
      advance(Slot.SCALES, 4 * key.columns());
    }
    if (key.stage() == TileKey.Stage.REQUANTIZE_ADD) {
      advance(Slot.X, key.columns());
    }
    a.dec(frame.slot(Slot.PANELS));
    a.jump(Condition.NOT_EQUAL, panel);
  }

  private void advance(Slot slot, int bytes) {
    get(TMP, slot);
    a.add(TMP, bytes);
    put(slot, TMP);
  }

  private void advance(Slot slot, Slot by) {
    get(TMP, slot);
    a.add(TMP, frame.slot(by));
    put(slot, TMP);
  }

  private void startTile() {
    get(B, Slot.B);
    if (key.rowZero()) {
      get(TMP, Slot.ROW_ZEROS_TILE);
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
      a.op(VPMULLD, acc, temp(0), column(Column.START, j));
    } else if (i == 0) {
      a.op(VMOVDQU32, acc, column(Column.START, j));
    } else {
      a.op(VMOVDQA32, acc, acc(0, 0, j));
    }
  }

  private Vec flip() {
    return isa.vec(27);
  }

  private void multiply() {
    if (key.offsets()) {
      get(TMP, Slot.P);
      a.movsxd(TAPS, Mem.at(TMP, 4 * TileParams.TAPS));
      Label tap = a.here();
      findRows();
      steps();
      a.dec(TAPS);
      a.jump(Condition.NOT_EQUAL, tap);
    } else {
      get(TMP, Slot.A_STRIDE);
      get(ROWS[0], Slot.A_TILE);
      for (int i = 1; i < rows; i++) {
        a.lea(ROWS[i], Mem.at(ROWS[i - 1], TMP, 1, 0));
      }
      steps();
    }
  }

  /** Where a tap's rows are; negative offsets mean the row of zero points. */
  private void findRows() {
    for (int i = 0; i < rows; i++) {
      a.movsxd(ROWS[i], Mem.at(TABLE, 4 * i));
    }
    get(TMP, Slot.A);
    for (int i = 0; i < rows; i++) {
      a.lea(K, Mem.at(ROWS[i], TMP, 1, 0));
      a.test(ROWS[i], ROWS[i]);
      a.cmov(Condition.GREATER_OR_EQUAL, ROWS[i], K);
      a.cmov(Condition.NEGATIVE, ROWS[i], frame.slot(Slot.ZERO_ROW));
    }
    a.add(TABLE, 4 * rows);
  }

  /** All steps of a tap: several at once, then one by one. */
  private void steps() {
    int unroll = Math.max(2, sets);
    Label single = new Label();
    Label done = new Label();
    get(END, Slot.END);
    a.zero(K);
    a.sub(END, 4 * (unroll - 1));
    a.jump(Condition.LESS_OR_EQUAL, single);
    Label several = a.here();
    for (int u = 0; u < unroll; u++) {
      step(u % sets, u);
    }
    a.add(B, unroll * stepBytes());
    a.add(K, 4 * unroll);
    a.cmp(K, END);
    a.jump(Condition.LESS, several);
    a.bind(single);
    a.add(END, 4 * (unroll - 1));
    a.cmp(K, END);
    a.jump(Condition.GREATER_OR_EQUAL, done);
    Label one = a.here();
    step(0, 0);
    a.add(B, stepBytes());
    a.add(K, 4);
    a.cmp(K, END);
    a.jump(Condition.LESS, one);
    a.bind(done);
  }

  private int stepBytes() {
    return key.columns() * key.perStep();
  }

  private void step(int set, int u) {
    for (int j = 0; j < 2; j++) {
      Mem at = Mem.at(B, u * stepBytes() + j * stepBytes() / 2);
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
    if (!key.weightZero()) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 2; j++) {
        a.op(VPMULLD, temp(j), sum(0, i), column(Column.ZEROS, j));
        a.op(VPSUBD, acc(0, i, j), acc(0, i, j), temp(j));
      }
    }
  }

  private void advanceTile(Label tile) {
    if (!key.offsets()) {
      advance(Slot.A_TILE, Slot.A_STEP);
    }
    advance(Slot.C_TILE, Slot.C_STEP);
    advance(Slot.X_TILE, Slot.X_STEP);
    if (key.rowZero()) {
      advance(Slot.ROW_ZEROS_TILE, 4 * rows);
    }
    a.dec(frame.slot(Slot.TILES));
    a.jump(Condition.NOT_EQUAL, tile);
  }

  /** Where C's rows are: with 256 bits a panel that is not full goes by way of the frame. */
  private void finishTile() {
    get(C, Slot.C_TILE);
    get(TMP, Slot.C_STRIDE);
    get(TAPS, Slot.X_TILE);
    get(Gpr.RAX, Slot.X_STRIDE);
    if (isa.hasMasks()) {
      results();
      return;
    }
    Label full = new Label();
    Label done = new Label();
    get(Gpr.RBX, Slot.COLUMNS);
    a.cmp(Gpr.RBX, key.columns());
    a.jump(Condition.EQUAL, full);
    if (key.stage() == TileKey.Stage.REQUANTIZE_ADD) {
      a.lea(Gpr.R10, frame.scratch());
      copyRows(TAPS, Gpr.RAX, Gpr.R10, null, 1);
      a.lea(TAPS, frame.scratch());
      a.mov(Gpr.RAX, SCRATCH_STRIDE);
    }
    a.lea(C, frame.scratch());
    a.mov(TMP, SCRATCH_STRIDE);
    results();
    a.lea(Gpr.R10, frame.scratch());
    get(C, Slot.C_TILE);
    get(TMP, Slot.C_STRIDE);
    get(Gpr.RBX, Slot.COLUMNS);
    copyRows(Gpr.R10, null, C, TMP, key.stage().bytes());
    a.jmp(done);
    a.bind(full);
    results();
    a.bind(done);
  }

  /** Copies RBX columns of all rows, byte by byte; no stride: the scratch's. */
  private void copyRows(Gpr from, Gpr fromStride, Gpr to, Gpr toStride, int bytes) {
    if (bytes == 4) {
      a.shl(Gpr.RBX, 2);
    }
    for (int i = 0; i < rows; i++) {
      a.zero(Gpr.R11);
      Label next = a.here();
      a.movzx8(Gpr.RCX, Mem.at(from, Gpr.R11, 1, 0));
      a.mov8(Mem.at(to, Gpr.R11, 1, 0), Gpr.RCX);
      a.add(Gpr.R11, 1);
      a.cmp(Gpr.R11, Gpr.RBX);
      a.jump(Condition.LESS, next);
      advance(from, fromStride);
      advance(to, toStride);
    }
  }

  private void advance(Gpr pointer, Gpr stride) {
    if (stride == null) {
      a.add(pointer, SCRATCH_STRIDE);
    } else {
      a.add(pointer, stride);
    }
  }

  private void results() {
    switch (key.stage()) {
      case INT32 -> storeWords();
      case DEQUANTIZE -> {
        dequantize();
        storeWords();
      }
      case REQUANTIZE, REQUANTIZE_ADD -> requantize();
    }
  }

  private void storeWords() {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 2; j++) {
        Mem to = Mem.at(C, width * j);
        if (isa.hasMasks()) {
          a.store(VMOVDQU32_STORE, to.merge(lanes(j)), acc(0, i, j));
        } else {
          a.store(VMOVDQU32_STORE, to, acc(0, i, j));
        }
      }
      a.add(C, TMP);
    }
  }

  /** {@code acc * (s_x * s_w) + bias}, then max with 0 or -infinity. */
  private void dequantize() {
    Operands o = new Operands();
    for (int i = 0; i < rows; i++) {
      a.op(VBROADCASTSS, temp(0), Mem.at(TAPS));
      a.add(TAPS, Gpr.RAX);
      for (int j = 0; j < 2; j++) {
        Vec acc = acc(0, i, j);
        a.op(VCVTDQ2PS, acc, acc);
        a.op(VMULPS, temp(1), temp(0), o.column(Column.SCALES, j));
        a.op(VMULPS, acc, acc, temp(1));
        a.op(VADDPS, acc, acc, o.column(Column.BIAS, j));
        // NaN and -0 are what the second operand has.
        Vec least = isa.hasMasks() ? (Vec) o.constant(Constant.RELU) : temp(1);
        if (!isa.hasMasks()) {
          a.op(VMOVUPS, temp(1), constant(Constant.RELU));
        }
        a.op(VMAXPS, acc, least, acc);
        a.op(VADDPS, acc, acc, o.constant(Constant.RELU_ZERO));
      }
    }
  }

  private void requantize() {
    Operands o = new Operands();
    Vec order = isa.vec(isa.hasMasks() ? 26 : 12);
    a.op(VMOVDQU32, order, Mem.at(packOrder()));
    for (int i = 0; i < rows; i += 2) {
      int last = Math.min(i + 1, rows - 1);
      for (int r = i; r <= last; r++) {
        requantizeRow(o, r);
      }
      Vec bytes = acc(0, i, 0);
      a.op(VPACKUSWB, bytes, bytes, acc(0, last, 0));
      a.op(VPMAXUB, bytes, bytes, o.constant(Constant.OUT_LEAST));
      a.op(VPXORD, bytes, bytes, o.constant(Constant.OUT_FLIP));
      a.op(VPERMD, bytes, order, bytes);
      storeBytes(bytes, last > i);
    }
  }

  /** Sums to 16-bit integers with the zero point, lanes of the two vectors in turns. */
  private void requantizeRow(Operands o, int i) {
    for (int j = 0; j < 2; j++) {
      Vec acc = acc(0, i, j);
      a.op(VCVTDQ2PS, acc, acc);
      a.op(VADDPS, acc, acc, o.column(Column.BIAS, j));
      a.op(VMULPS, acc, acc, o.column(Column.SCALES, j));
      if (key.stage() == TileKey.Stage.REQUANTIZE_ADD) {
        Vec second = isa.vec(isa.hasMasks() ? 28 + j : 13 + j);
        secondInput(o, second, j);
        a.op(VADDPS, acc, acc, second);
        a.op(VMULPS, acc, acc, o.constant(Constant.OUT_INVERSE));
      }
      if (key.guarded()) {
        zeroNaN(acc);
      }
      // Before the conversion, which makes the least integer of what is too great.
      a.op(VMINPS, acc, acc, o.constant(Constant.OUT_MOST));
      a.op(VCVTPS2DQ, acc, acc);
    }
    if (key.stage() == TileKey.Stage.REQUANTIZE_ADD) {
      a.add(TAPS, Gpr.RAX);
    }
    Vec words = acc(0, i, 0);
    a.op(VPACKSSDW, words, words, acc(0, i, 1));
    a.op(VPADDSW, words, words, o.constant(Constant.OUT_ZERO_POINT));
  }

  /** NaN to 0: the lower of the bits of x and of (x == x). */
  private void zeroNaN(Vec v) {
    if (isa.hasMasks()) {
      a.op(VCMPPS_MASK, Mask.K4, v, v, 0);
      a.op(VMOVUPS, v.zero(Mask.K4), v);
    } else {
      Vec t = isa.vec(15);
      a.op(VCMPPS, t, v, v, 0);
      a.op(VANDPS, v, v, t);
    }
  }

  private void secondInput(Operands o, Vec v, int j) {
    Mem at = Mem.at(TAPS, isa.lanes() * j);
    Vec low = v.as(Vec.Width.XMM);
    if (isa.hasMasks()) {
      a.op(VMOVDQU8, low.zero(lanes(j)), at);
    } else {
      a.op(VMOVQ, low, at);
    }
    Mem flip = constant(Constant.X_FLIP);
    a.op(VPXORD, low, low, flip);
    a.op(VPMOVZXBD, v, low);
    a.op(VPSUBD, v, v, o.constant(Constant.X_ZERO_POINT));
    a.op(VCVTDQ2PS, v, v);
    a.op(VMULPS, v, v, o.constant(Constant.X_SCALE));
  }

  /** Where each 4 bytes go after the packs: the first row's to the lower half. */
  private Label packOrder() {
    int lanes = isa.lanes();
    int[] order = new int[lanes];
    for (int row = 0; row < 2; row++) {
      for (int j = 0; j < 2; j++) {
        for (int l = 0; l < lanes / 4; l++) {
          order[row * lanes / 2 + j * lanes / 4 + l] = 4 * l + 2 * row + j;
        }
      }
    }
    return a.constant(order);
  }

  private void storeBytes(Vec bytes, boolean both) {
    Vec low = isa.half(bytes.number());
    Mem to = Mem.at(C);
    if (isa.hasMasks()) {
      a.store(VMOVDQU8_STORE, to.merge(Mask.K3), low);
    } else {
      a.store(VMOVDQU32_STORE, to, low);
    }
    a.add(C, TMP);
    if (both) {
      Vec high = isa.half(isa.hasMasks() ? 28 : 13);
      a.extract(isa.hasMasks() ? VEXTRACTI64X4 : VEXTRACTI128, high, bytes, 1);
      if (isa.hasMasks()) {
        a.store(VMOVDQU8_STORE, to.merge(Mask.K3), high);
      } else {
        a.store(VMOVDQU32_STORE, to, high);
      }
      a.add(C, TMP);
    }
  }

  /** Numbers of the output stage: in registers where there are enough, else in the frame. */
  private final class Operands {
    private int next = 16;
    private final Operand[] constants = new Operand[Constant.values().length];
    private final Operand[] columns = new Operand[2 * Column.values().length];

    Operand constant(Constant c) {
      int at = c.ordinal();
      if (constants[at] == null) {
        constants[at] = load(TileEmitter.this.constant(c));
      }
      return constants[at];
    }

    Operand column(Column c, int j) {
      int at = 2 * c.ordinal() + j;
      if (columns[at] == null) {
        columns[at] = load(TileEmitter.this.column(c, j));
      }
      return columns[at];
    }

    private Operand load(Mem from) {
      if (!isa.hasMasks() || next == 26) {
        return from;
      }
      Vec v = isa.vec(next++);
      a.op(VMOVDQU32, v, from);
      return v;
    }
  }
}
