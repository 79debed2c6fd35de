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
 * Writes the micro-kernel of depthwise convolutions, bias and output stage fused. Pixels are found
 * through a table of offsets; weights lie {@code [tap][channel]}:
 *
 * <p>{@code for each tile of pixels, for each block of channels: for each tap: for each pixel i:
 * acc[i] += x[offset[tap][i] + channels] * w[tap][channels]}. A block is some vectors, then one,
 * then what is left of one.
 *
 * <p>Operands: image; weights; parameters ({@link DepthwiseParams}); C; bias, or none; -; second
 * input; -; offsets {@code [tile][tap][row]} in bytes; a pixel of zeros, for offset -1.
 */
final class DepthwiseEmitter {
  private static final Gpr[] SAVED = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15};
  private static final Gpr[] ROWS = {Gpr.RAX, Gpr.RBX, Gpr.RBP, Gpr.R10};

  /** Bytes into a pixel. */
  private static final Gpr CHANNEL = Gpr.R15;

  /** The bytes of all channels of a tap's weights. */
  private static final Gpr CHANNELS = Gpr.R12;

  private static final Gpr W = Gpr.R13;
  private static final Gpr TABLE = Gpr.RDI;
  private static final Gpr TILE_TABLE = Gpr.R14;
  private static final Gpr TAPS = Gpr.R8;
  private static final Gpr IMAGE = Gpr.R11;
  private static final Gpr ZEROS = Gpr.RDX;
  private static final Gpr C = Gpr.RCX;
  private static final Gpr X = Gpr.RSI;
  private static final Gpr TMP = Gpr.R9;

  /** Numbers of the frame. */
  private enum Slot {
    OLD_RSP,
    W,
    BIAS,
    TAPS,
    TILES,
    C,
    C_STRIDE,
    C_STEP,
    X,
    X_STRIDE,
    X_STEP
  }

  private final DepthwiseKey key;
  private final Isa isa;
  private final int rows;
  private final int width;
  private final Assembler a;

  DepthwiseEmitter(DepthwiseKey key, int rows, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.rows = rows;
    this.width = isa.width().bytes();
    a = assembler;
  }

  private Vec acc(int i, int v) {
    return isa.vec(i * key.vectors() + v);
  }

  private Vec weights(int v) {
    return isa.vec(ROWS.length * key.vectors() + v);
  }

  private Vec least() {
    return isa.vec(isa.hasMasks() ? 30 : 10);
  }

  private Vec greatest() {
    return isa.vec(isa.hasMasks() ? 31 : 11);
  }

  private Vec temp() {
    return isa.vec(isa.hasMasks() ? 29 : 12);
  }

  private static Mem slot(Slot slot) {
    return Mem.at(Gpr.RSP, 8 * slot.ordinal());
  }

  private void put(Slot slot, Gpr from) {
    a.mov(slot(slot), from);
  }

  private void get(Gpr to, Slot slot) {
    a.mov(to, slot(slot));
  }

  private void advance(Slot slot, Slot by) {
    get(TMP, slot);
    a.add(TMP, slot(by));
    put(slot, TMP);
  }

  /** Writes the function. */
  void emit() {
    enter();
    Label tile = a.here();
    a.zero(CHANNEL);
    blocks(key.vectors());
    blocks(1);
    rest();
    a.mov(TILE_TABLE, TABLE);
    advance(Slot.C, Slot.C_STEP);
    advance(Slot.X, Slot.X_STEP);
    a.dec(slot(Slot.TILES));
    a.jump(Condition.NOT_EQUAL, tile);
    leave();
  }

  private void enter() {
    for (Gpr r : SAVED) {
      a.push(r);
    }
    int onStack = 8 * SAVED.length + 8;
    a.mov(Gpr.RAX, Gpr.RSP);
    a.sub(Gpr.RSP, 8 * Slot.values().length);
    put(Slot.OLD_RSP, Gpr.RAX);
    put(Slot.W, Gpr.RSI);
    put(Slot.C, Gpr.RCX);
    put(Slot.BIAS, Gpr.R8);
    a.mov(IMAGE, Gpr.RDI);
    a.mov(TMP, Mem.at(Gpr.RAX, onStack));
    put(Slot.X, TMP);
    a.mov(TILE_TABLE, Mem.at(Gpr.RAX, onStack + 16));
    a.mov(Gpr.R10, Mem.at(Gpr.RAX, onStack + 24));
    stride(Slot.C_STRIDE, Slot.C_STEP, DepthwiseParams.C_STRIDE);
    stride(Slot.X_STRIDE, Slot.X_STEP, DepthwiseParams.X_STRIDE);
    a.movsxd(TMP, parameter(DepthwiseParams.TAPS));
    put(Slot.TAPS, TMP);
    a.movsxd(TMP, parameter(DepthwiseParams.TILES));
    put(Slot.TILES, TMP);
    a.movsxd(CHANNELS, parameter(DepthwiseParams.CHANNELS));
    a.mov(Gpr.RCX, CHANNELS);
    a.and(Gpr.RCX, isa.lanes() - 1);
    if (isa.hasMasks()) {
      PanelColumns.masks(a);
    } else {
      PanelColumns.signs(a, 0, isa.vec(FloatVectors.REST_SIGNS));
    }
    a.shl(CHANNELS, 2);
    if (key.stage() != FloatTileKey.Stage.SUM) {
      a.op(VBROADCASTSS, least(), parameter(DepthwiseParams.LEAST));
      a.op(VBROADCASTSS, greatest(), parameter(DepthwiseParams.GREATEST));
    }
    a.mov(ZEROS, Gpr.R10);
  }

  private static Mem parameter(int p) {
    return Mem.at(Gpr.RDX, 4 * p);
  }

  /** A distance in bytes, between rows and between tiles. */
  private void stride(Slot row, Slot tile, int p) {
    a.movsxd(TMP, parameter(p));
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

  /** Blocks of so many whole vectors, while there are enough channels. */
  private void blocks(int vectors) {
    Label done = new Label();
    Label block = a.here();
    a.lea(TMP, Mem.at(CHANNEL, vectors * width));
    a.cmp(CHANNELS, TMP);
    a.jump(Condition.LESS, done);
    block(vectors, false);
    a.add(CHANNEL, vectors * width);
    a.jmp(block);
    a.bind(done);
  }

  private void rest() {
    Label done = new Label();
    a.cmp(CHANNEL, CHANNELS);
    a.jump(Condition.GREATER_OR_EQUAL, done);
    block(1, true);
    a.bind(done);
  }

  private void block(int vectors, boolean rest) {
    start(vectors, rest);
    a.mov(TABLE, TILE_TABLE);
    get(TAPS, Slot.TAPS);
    get(W, Slot.W);
    a.add(W, CHANNEL);
    Label tap = a.here();
    for (int v = 0; v < vectors; v++) {
      load(weights(v), Mem.at(W, v * width), rest);
    }
    for (int i = 0; i < rows; i++) {
      a.movsxd(TMP, Mem.at(TABLE, 4 * i));
      a.lea(ROWS[i], Mem.at(TMP, IMAGE, 1, 0));
      a.test(TMP, TMP);
      a.cmov(Condition.NEGATIVE, ROWS[i], ZEROS);
      for (int v = 0; v < vectors; v++) {
        multiply(acc(i, v), weights(v), Mem.at(ROWS[i], CHANNEL, 1, v * width), rest);
      }
    }
    a.add(TABLE, 4 * rows);
    a.add(W, CHANNELS);
    a.dec(TAPS);
    a.jump(Condition.NOT_EQUAL, tap);
    results(vectors, rest);
  }

  private void multiply(Vec acc, Vec w, Mem x, boolean rest) {
    if (!rest) {
      a.op(VFMADD231PS, acc, w, x);
    } else if (isa.hasMasks()) {
      a.op(VFMADD231PS, acc.merge(FloatVectors.REST), w, x);
    } else {
      load(temp(), x, true);
      a.op(VFMADD231PS, acc, w, temp());
    }
  }

  private void load(Vec to, Mem from, boolean rest) {
    if (!rest) {
      a.op(VMOVUPS, to, from);
    } else if (isa.hasMasks()) {
      a.op(VMOVUPS, to.zero(FloatVectors.REST), from);
    } else {
      a.op(VMASKMOVPS, to, isa.vec(FloatVectors.REST_SIGNS), from);
    }
  }

  private void start(int vectors, boolean rest) {
    Label none = new Label();
    Label known = new Label();
    get(TMP, Slot.BIAS);
    a.test(TMP, TMP);
    a.jump(Condition.EQUAL, none);
    for (int v = 0; v < vectors; v++) {
      load(acc(0, v), Mem.at(TMP, CHANNEL, 1, v * width), rest);
    }
    a.jmp(known);
    a.bind(none);
    for (int v = 0; v < vectors; v++) {
      a.op(VXORPS, acc(0, v), acc(0, v), acc(0, v));
    }
    a.bind(known);
    for (int i = 1; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        a.op(VMOVUPS, acc(i, v), acc(0, v));
      }
    }
  }

  private void results(int vectors, boolean rest) {
    get(C, Slot.C);
    get(X, Slot.X);
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        Vec acc = acc(i, v);
        if (key.stage() == FloatTileKey.Stage.ADD) {
          load(temp(), Mem.at(X, CHANNEL, 1, v * width), rest);
          a.op(VADDPS, acc, acc, temp());
        }
        if (key.stage() != FloatTileKey.Stage.SUM) {
          // NaN is what the second operand has.
          a.op(VMAXPS, acc, least(), acc);
          a.op(VMINPS, acc, greatest(), acc);
        }
        store(Mem.at(C, CHANNEL, 1, v * width), acc, rest);
      }
      a.add(C, slot(Slot.C_STRIDE));
      a.add(X, slot(Slot.X_STRIDE));
    }
  }

  private void store(Mem to, Vec from, boolean rest) {
    if (!rest) {
      a.store(VMOVUPS_STORE, to, from);
    } else if (isa.hasMasks()) {
      a.store(VMOVUPS_STORE, to.merge(FloatVectors.REST), from);
    } else {
      a.store(VMASKMOVPS_STORE, to, isa.vec(FloatVectors.REST_SIGNS), from);
    }
  }
}
