package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VADDPS;
import static dev.octet.kernels.x86.asm.Op.VBROADCASTSS;
import static dev.octet.kernels.x86.asm.Op.VFMADD231PS;
import static dev.octet.kernels.x86.asm.Op.VMASKMOVPS;
import static dev.octet.kernels.x86.asm.Op.VMASKMOVPS_STORE;
import static dev.octet.kernels.x86.asm.Op.VMAXPS;
import static dev.octet.kernels.x86.asm.Op.VMINPS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS_STORE;
import static dev.octet.kernels.x86.asm.Op.VXORPS;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Writes the micro-kernel of float products: tiles of {@code rows} x one or two vectors of C, one
 * pass over K, bias and output stage fused. A is read where it lies, a float of each row broadcast
 * to all lanes; B lies in panels:
 *
 * <pre>
 * panel of 32 columns (8 or 16 elsewhere), a tap's K, then the next tap's:
 *   B[0][0] B[1][0] ... B[31][0]
 *   B[0][1] B[1][1] ... B[31][1]
 *   ...
 * </pre>
 *
 * <p>{@code for each panel, for each tile of rows: for each tap, for each k: for each row i:
 * acc[i][j] += A[i][k] * B[j][k]}. With few rows several sets of accumulators take turns over k, so
 * that each has the time that an addition takes. The sums of a row do not depend on the other rows
 * of its tile, but for the number of sets.
 *
 * <p>Operands: A; B; parameters ({@link FloatTileParams}); C; bias, or none; -; second input; -;
 * offsets {@code [tile][tap][row]} in bytes; a row of zeros, for offset -1.
 */
final class FloatTileEmitter {
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

  /** The second input's row and the distance to the next, while a tile is finished. */
  private static final Gpr X = Gpr.R8;

  private static final Gpr X_STRIDE = Gpr.RAX;

  /** Numbers of the frame, behind its vectors. */
  private enum Slot {
    OLD_RSP,
    A,
    B,
    P,
    C,
    BIAS,
    X,
    TABLE,
    ZERO_ROW,
    A_STRIDE,
    A_STEP,
    C_STRIDE,
    C_STEP,
    X_STRIDE,
    X_STEP,
    END,
    PANELS,
    COLUMNS,
    TILES,
    A_TILE,
    C_TILE,
    X_TILE
  }

  /** Vectors of the frame: a pair for the columns of a panel, or one. */
  private static final int START = 0;

  private static final int LANES = 2;
  private static final int LEAST = 4;
  private static final int GREATEST = 5;
  private static final int VECTORS = 6;

  private final FloatTileKey key;
  private final Isa isa;
  private final int rows;
  private final int vectors;

  /** Sets of accumulators. */
  private final int sets;

  private final int width;
  private final Assembler a;

  FloatTileEmitter(FloatTileKey key, int rows, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.rows = rows;
    this.vectors = key.vectors();
    this.sets = Integer.highestOneBit(2 * key.maxRows() / (rows * vectors));
    this.width = isa.width().bytes();
    a = assembler;
  }

  private Vec acc(int set, int i, int j) {
    return isa.vec((set * rows + i) * vectors + j);
  }

  private Vec weights(int j) {
    return isa.vec((isa.hasMasks() ? 24 : 12) + j);
  }

  /** Registers for short use: four with AVX-512, two else. */
  private Vec temp(int i) {
    return isa.hasMasks() ? isa.vec(28 + i % 4) : isa.vec(14 + i % 2);
  }

  private Mem vector(int i) {
    return Mem.at(Gpr.RSP, width * i);
  }

  private Mem slot(Slot slot) {
    return Mem.at(Gpr.RSP, width * VECTORS + 8 * slot.ordinal());
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
    a.sub(Gpr.RSP, width * VECTORS + 8 * Slot.values().length);
    a.and(Gpr.RSP, -64);
    put(Slot.OLD_RSP, Gpr.RAX);
    put(Slot.A, Gpr.RDI);
    put(Slot.B, Gpr.RSI);
    put(Slot.P, Gpr.RDX);
    put(Slot.C, Gpr.RCX);
    put(Slot.BIAS, Gpr.R8);
    Slot[] fromStack = {Slot.X, null, Slot.TABLE, Slot.ZERO_ROW};
    for (int i = 0; i < fromStack.length; i++) {
      if (fromStack[i] != null) {
        a.mov(TMP, Mem.at(Gpr.RAX, onStack + 8 * i));
        put(fromStack[i], TMP);
      }
    }
    stride(Slot.A_STRIDE, Slot.A_STEP, FloatTileParams.A_STRIDE);
    stride(Slot.C_STRIDE, Slot.C_STEP, FloatTileParams.C_STRIDE);
    stride(Slot.X_STRIDE, Slot.X_STEP, FloatTileParams.X_STRIDE);
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * FloatTileParams.DEPTH));
    a.shl(TMP, 2);
    put(Slot.END, TMP);
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * FloatTileParams.PANELS));
    put(Slot.PANELS, TMP);
    if (key.stage() != FloatTileKey.Stage.SUM) {
      a.op(VBROADCASTSS, temp(0), Mem.at(Gpr.RDX, 4 * FloatTileParams.LEAST));
      a.store(VMOVUPS_STORE, vector(LEAST), temp(0));
      a.op(VBROADCASTSS, temp(1), Mem.at(Gpr.RDX, 4 * FloatTileParams.GREATEST));
      a.store(VMOVUPS_STORE, vector(GREATEST), temp(1));
    }
  }

  /** A distance in bytes, between rows and between tiles. */
  private void stride(Slot row, Slot tile, int parameter) {
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * parameter));
    a.shl(TMP, 2);
    put(row, TMP);
    a.mov(Gpr.RAX, rows);
    a.imul(TMP, Gpr.RAX);
    put(tile, TMP);
  }

  private void leave() {
    a.mov(Gpr.RSP, slot(Slot.OLD_RSP));
    for (int i = SAVED.length - 1; i >= 0; i--) {
      a.pop(SAVED[i]);
    }
    a.vzeroupper();
    a.ret();
  }

  private void put(Slot slot, Gpr from) {
    a.mov(slot(slot), from);
  }

  private void get(Gpr to, Slot slot) {
    a.mov(to, slot(slot));
  }

  private void move(Slot to, Slot from) {
    get(TMP, from);
    put(to, TMP);
  }

  private void advance(Slot slot, int bytes) {
    get(TMP, slot);
    a.add(TMP, bytes);
    put(slot, TMP);
  }

  private void advance(Slot slot, Slot by) {
    get(TMP, slot);
    a.add(TMP, slot(by));
    put(slot, TMP);
  }

  private void startPanel() {
    startColumns();
    Label none = new Label();
    Label known = new Label();
    get(TMP, Slot.BIAS);
    a.test(TMP, TMP);
    a.jump(Condition.EQUAL, none);
    for (int j = 0; j < vectors; j++) {
      load(temp(j), Mem.at(TMP, width * j), j);
    }
    a.add(TMP, vectors * width);
    put(Slot.BIAS, TMP);
    a.jmp(known);
    a.bind(none);
    for (int j = 0; j < vectors; j++) {
      a.op(VXORPS, temp(j), temp(j), temp(j));
    }
    a.bind(known);
    for (int j = 0; j < vectors; j++) {
      a.store(VMOVUPS_STORE, vector(START + j), temp(j));
    }
    get(TMP, Slot.P);
    a.movsxd(Gpr.RAX, Mem.at(TMP, 4 * FloatTileParams.TILES));
    put(Slot.TILES, Gpr.RAX);
    move(Slot.A_TILE, Slot.A);
    move(Slot.C_TILE, Slot.C);
    move(Slot.X_TILE, Slot.X);
    if (key.offsets()) {
      get(TABLE, Slot.TABLE);
    }
  }

  /** Which columns there are: masks, or vectors of signs. */
  private void startColumns() {
    Label last = new Label();
    get(Gpr.RAX, Slot.PANELS);
    get(TMP, Slot.P);
    a.mov(Gpr.RCX, key.columns());
    a.cmp(Gpr.RAX, 1);
    a.jump(Condition.NOT_EQUAL, last);
    a.movsxd(Gpr.RCX, Mem.at(TMP, 4 * FloatTileParams.LAST_COLUMNS));
    a.bind(last);
    put(Slot.COLUMNS, Gpr.RCX);
    if (isa.hasMasks()) {
      PanelColumns.masks(a);
      return;
    }
    for (int j = 0; j < vectors; j++) {
      PanelColumns.signs(a, j, temp(j));
      a.store(VMOVUPS_STORE, vector(LANES + j), temp(j));
    }
  }

  /** The panel's columns of a row; with 256 bits the destination is a temporary register. */
  private void load(Vec to, Mem from, int j) {
    if (isa.hasMasks()) {
      a.op(VMOVUPS, to.zero(PanelColumns.mask(j)), from);
    } else {
      a.op(VMOVUPS, to, vector(LANES + j));
      a.op(VMASKMOVPS, to, to, from);
    }
  }

  private void startTile() {
    get(B, Slot.B);
    for (int set = 0; set < sets; set++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < vectors; j++) {
          Vec acc = acc(set, i, j);
          if (set == 0) {
            a.op(VMOVUPS, acc, vector(START + j));
          } else {
            a.op(VXORPS, acc, acc, acc);
          }
        }
      }
    }
  }

  private void multiply() {
    if (key.offsets()) {
      get(TMP, Slot.P);
      a.movsxd(TAPS, Mem.at(TMP, 4 * FloatTileParams.TAPS));
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

  /** Where a tap's rows are; negative offsets mean the row of zeros. */
  private void findRows() {
    for (int i = 0; i < rows; i++) {
      a.movsxd(ROWS[i], Mem.at(TABLE, 4 * i));
    }
    get(TMP, Slot.A);
    for (int i = 0; i < rows; i++) {
      a.lea(K, Mem.at(ROWS[i], TMP, 1, 0));
      a.test(ROWS[i], ROWS[i]);
      a.cmov(Condition.GREATER_OR_EQUAL, ROWS[i], K);
      a.cmov(Condition.NEGATIVE, ROWS[i], slot(Slot.ZERO_ROW));
    }
    a.add(TABLE, 4 * rows);
  }

  /** All of a tap: several k at once, then one by one. */
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
    a.add(B, unroll * vectors * width);
    a.add(K, 4 * unroll);
    a.cmp(K, END);
    a.jump(Condition.LESS, several);
    a.bind(single);
    a.add(END, 4 * (unroll - 1));
    a.cmp(K, END);
    a.jump(Condition.GREATER_OR_EQUAL, done);
    Label one = a.here();
    step(0, 0);
    a.add(B, vectors * width);
    a.add(K, 4);
    a.cmp(K, END);
    a.jump(Condition.LESS, one);
    a.bind(done);
  }

  private void step(int set, int u) {
    for (int j = 0; j < vectors; j++) {
      a.op(VMOVUPS, weights(j), Mem.at(B, (vectors * u + j) * width));
    }
    for (int i = 0; i < rows; i++) {
      Vec t = temp(i);
      a.op(VBROADCASTSS, t, Mem.at(ROWS[i], K, 1, 4 * u));
      for (int j = 0; j < vectors; j++) {
        a.op(VFMADD231PS, acc(set, i, j), t, weights(j));
      }
    }
  }

  private void foldSets() {
    for (int half = sets / 2; half > 0; half /= 2) {
      for (int set = 0; set < half; set++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < vectors; j++) {
            a.op(VADDPS, acc(set, i, j), acc(set, i, j), acc(set + half, i, j));
          }
        }
      }
    }
  }

  private void finishTile() {
    get(C, Slot.C_TILE);
    get(TMP, Slot.C_STRIDE);
    get(X, Slot.X_TILE);
    get(X_STRIDE, Slot.X_STRIDE);
    if (isa.hasMasks()) {
      results(true);
      return;
    }
    // Masked stores are slow, so that whole panels have code without them.
    Label part = new Label();
    Label done = new Label();
    get(Gpr.RBX, Slot.COLUMNS);
    a.cmp(Gpr.RBX, key.columns());
    a.jump(Condition.LESS, part);
    results(false);
    a.jmp(done);
    a.bind(part);
    results(true);
    a.bind(done);
  }

  private void results(boolean masked) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < vectors; j++) {
        Vec acc = acc(0, i, j);
        if (key.stage() == FloatTileKey.Stage.ADD) {
          addSecond(acc, j, masked);
        }
        if (key.stage() != FloatTileKey.Stage.SUM) {
          // NaN is what the second operand has.
          a.op(VMOVUPS, temp(0), vector(LEAST));
          a.op(VMAXPS, acc, temp(0), acc);
          a.op(VMOVUPS, temp(1), vector(GREATEST));
          a.op(VMINPS, acc, temp(1), acc);
        }
        store(Mem.at(C, width * j), acc, j, masked);
      }
      a.add(C, TMP);
      if (key.stage() == FloatTileKey.Stage.ADD) {
        a.add(X, X_STRIDE);
      }
    }
  }

  private void addSecond(Vec acc, int j, boolean masked) {
    Mem from = Mem.at(X, width * j);
    if (masked) {
      load(temp(0), from, j);
      a.op(VADDPS, acc, acc, temp(0));
    } else {
      a.op(VADDPS, acc, acc, from);
    }
  }

  private void store(Mem to, Vec acc, int j, boolean masked) {
    if (!masked) {
      a.store(VMOVUPS_STORE, to, acc);
    } else if (isa.hasMasks()) {
      a.store(VMOVUPS_STORE, to.merge(PanelColumns.mask(j)), acc);
    } else {
      a.op(VMOVUPS, temp(0), vector(LANES + j));
      a.store(VMASKMOVPS_STORE, to, temp(0), acc);
    }
  }

  private void advanceTile(Label tile) {
    if (!key.offsets()) {
      advance(Slot.A_TILE, Slot.A_STEP);
    }
    advance(Slot.C_TILE, Slot.C_STEP);
    advance(Slot.X_TILE, Slot.X_STEP);
    a.dec(slot(Slot.TILES));
    a.jump(Condition.NOT_EQUAL, tile);
  }

  private void advancePanel(Label panel) {
    put(Slot.B, B);
    advance(Slot.C, vectors * width);
    advance(Slot.X, vectors * width);
    a.dec(slot(Slot.PANELS));
    a.jump(Condition.NOT_EQUAL, panel);
  }
}
