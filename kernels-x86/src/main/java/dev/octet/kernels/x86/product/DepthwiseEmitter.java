package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.*;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.product.TileKey.Stage;

/**
 * Writes the kernel of depthwise convolutions: some lines of output, for blocks of up to four
 * vectors of channels. For each block and line it goes through the input twice:
 *
 * <pre>
 * 1. columns: the pixels that lie above one another, one for each vertical tap, become 32-bit
 *    lanes of four taps of one channel (AVX2: two, as 16-bit integers)
 *
 *      line y-1   a0 a1 a2 ...                      a0 b0 c0 0 | a1 b1 c1 0 | a2 b2 c2 0 | ...
 *      line y     b0 b1 b2 ...     vpunpck          one column, in the order of channels
 *      line y+1   c0 c1 c2 ...
 *
 * 2. tiles of pixels x channels: for each horizontal tap: acc[p][c] += dot(column[p * stride +
 *    tap * dilation][c], w[tap][c]), then the output stage
 * </pre>
 *
 * <p>So a pixel is taken apart once for all horizontal taps, whatever kernel, stride and dilation
 * are. Columns lie in a scratch of the first-level cache; those outside the image hold the zero
 * point and are written once a call. Weights, a block after the other:
 *
 * <pre>
 *   sums        of each channel's weights                               int32 [channels]
 *   tap 0       w[0] of the column's first four taps, of each channel   the next four ...
 *   tap 1       ...
 * </pre>
 *
 * <p>Operands: the image from the block's first channel on; weights; parameters ({@link
 * DepthwiseParams}); C; bias; multipliers or weight scales; second input or input scale; scratch;
 * offsets of lines {@code [line][tap of a column]}; a line of zero points, for offset -1.
 */
final class DepthwiseEmitter {
  private static final Gpr[] SAVED = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15};

  /** Lines of the image in columns(). */
  private static final Gpr[] ROWS = {Gpr.RAX, Gpr.RBX, Gpr.RBP, Gpr.R10};

  private static final Gpr TMP = Gpr.R9;

  /** 64-bit numbers in the frame. */
  private enum Local {
    OLD_RSP,
    P,
    A,
    B,
    C,
    BIAS,
    SCALES,
    X,
    SCRATCH,
    TABLE,
    ZERO_ROW,
    /** First column of the image in the scratch. */
    INSIDE,
    BLOCKS,
    LINES,
    OUTPUTS,
    TABLE_LINE,
    C_LINE,
    X_LINE,
    C_TILE,
    X_TILE,
    /** First column of the tile in the scratch. */
    COLUMN,
    LAST_CHANNELS,
    BYTES
  }

  private final DepthwiseKey key;
  private final Isa isa;
  private final int vectors;
  private final int width;
  private final OutputFrame vectorFrame;
  private final OutputEmitter output;
  private final Assembler a;
  private final Label signFlip;
  private final Label columnOrder;

  DepthwiseEmitter(DepthwiseKey key, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.vectors = key.vectors();
    this.width = key.width();
    a = assembler;
    vectorFrame = new OutputFrame(width, vectors);
    boolean lastOnly = !isa.hasMasks() && vectors == 1 && key.stage() == Stage.REQUANTIZE_ADD;
    output =
        new OutputEmitter(
            isa,
            key.stage(),
            key.guarded(),
            vectorFrame,
            lastOnly ? slot(Local.BYTES) : null,
            slot(Local.LAST_CHANNELS),
            a);
    signFlip = a.constant(0x80808080);
    columnOrder = columnOrder();
  }

  /** The order of 4 bytes in which unpacking within 128 bits gives channels in theirs. */
  private Label columnOrder() {
    int lanes = isa.lanes() / 4;
    int[] order = new int[isa.lanes()];
    for (int l = 0; l < lanes; l++) {
      for (int j = 0; j < 4; j++) {
        order[4 * l + j] = lanes * j + l;
      }
    }
    return a.constant(order);
  }

  private Mem slot(Local local) {
    return Mem.at(Gpr.RSP, vectorFrame.size() + 8 * local.ordinal());
  }

  private void put(Local local, Gpr from) {
    a.mov(slot(local), from);
  }

  private void get(Gpr to, Local local) {
    a.mov(to, slot(local));
  }

  private void move(Local to, Local from) {
    get(TMP, from);
    put(to, TMP);
  }

  /** A parameter into a register, by way of another that holds where they are. */
  private void parameter(Gpr to, int parameter) {
    get(to, Local.P);
    a.movsxd(to, Mem.at(to, 4 * parameter));
  }

  private void advance(Local local, int bytes) {
    get(TMP, local);
    a.add(TMP, bytes);
    put(local, TMP);
  }

  private void advanceBy(Local local, int parameter) {
    parameter(TMP, parameter);
    a.add(TMP, slot(local));
    put(local, TMP);
  }

  /** Writes the function. */
  void emit() {
    enter();
    fillPadding();
    Label block = a.here();
    startBlock();
    Label line = a.here();
    columns();
    tiles();
    advanceLine(line);
    advanceBlock(block);
    leave();
  }

  private void enter() {
    for (Gpr r : SAVED) {
      a.push(r);
    }
    int onStack = 8 * SAVED.length + 8;
    a.mov(Gpr.RAX, Gpr.RSP);
    a.sub(Gpr.RSP, vectorFrame.size() + 8 * Local.values().length);
    a.and(Gpr.RSP, -64);
    put(Local.OLD_RSP, Gpr.RAX);
    put(Local.A, Gpr.RDI);
    put(Local.B, Gpr.RSI);
    put(Local.P, Gpr.RDX);
    put(Local.C, Gpr.RCX);
    put(Local.BIAS, Gpr.R8);
    put(Local.SCALES, Gpr.R9);
    Local[] fromStack = {Local.X, Local.SCRATCH, Local.TABLE, Local.ZERO_ROW};
    for (int i = 0; i < fromStack.length; i++) {
      a.mov(TMP, Mem.at(Gpr.RAX, onStack + 8 * i));
      put(fromStack[i], TMP);
    }
    output.constants(Gpr.RDX);
    parameter(TMP, DepthwiseParams.BLOCKS);
    put(Local.BLOCKS, TMP);
    parameter(TMP, TileParams.LAST_COLUMNS);
    put(Local.LAST_CHANNELS, TMP);
    if (isa.hasMasks()) {
      a.mov(TMP, Mem.at(Gpr.RDX, 4 * DepthwiseParams.MASK));
      output.masks(TMP);
    }
    // The scratch is as much longer than it need be.
    get(TMP, Local.SCRATCH);
    a.add(TMP, 63);
    a.and(TMP, -64);
    put(Local.SCRATCH, TMP);
  }

  private void leave() {
    get(Gpr.RSP, Local.OLD_RSP);
    for (int i = SAVED.length - 1; i >= 0; i--) {
      a.pop(SAVED[i]);
    }
    a.vzeroupper();
    a.ret();
  }

  /** Zero points into columns on both sides of the image. */
  private void fillPadding() {
    get(Gpr.RDX, Local.P);
    a.op(VPBROADCASTD, isa.vec(0), Mem.at(Gpr.RDX, 4 * DepthwiseParams.FILL));
    get(Gpr.RDI, Local.SCRATCH);
    fill(DepthwiseParams.LEFT);
    put(Local.INSIDE, Gpr.RDI);
    a.movsxd(Gpr.RCX, Mem.at(Gpr.RDX, 4 * DepthwiseParams.INSIDE));
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * DepthwiseParams.COLUMN));
    a.imul(Gpr.RCX, TMP);
    a.add(Gpr.RDI, Gpr.RCX);
    fill(DepthwiseParams.RIGHT);
  }

  /** Fills as many columns from RDI on as a parameter says. */
  private void fill(int count) {
    Label done = new Label();
    a.movsxd(Gpr.RCX, Mem.at(Gpr.RDX, 4 * count));
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * DepthwiseParams.COLUMN));
    a.imul(Gpr.RCX, TMP);
    a.add(Gpr.RCX, Gpr.RDI);
    Label next = a.here();
    a.cmp(Gpr.RDI, Gpr.RCX);
    a.jump(Condition.EQUAL, done);
    a.store(VMOVDQU32_STORE, Mem.at(Gpr.RDI), isa.vec(0));
    a.add(Gpr.RDI, width);
    a.jmp(next);
    a.bind(done);
  }

  private void startBlock() {
    get(Gpr.RDX, Local.P);
    get(Gpr.RSI, Local.B);
    a.op(VPBROADCASTD, isa.vec(0), Mem.at(Gpr.RDX, 4 * TileParams.ZERO_POINT));
    a.op(VPXORD, isa.vec(1), isa.vec(1), isa.vec(1));
    for (int n = 0; n < vectors; n++) {
      a.op(VPMULLD, isa.vec(2), isa.vec(0), Mem.at(Gpr.RSI, n * width));
      a.op(VPSUBD, isa.vec(2), isa.vec(1), isa.vec(2));
      a.store(VMOVDQU32_STORE, vectorFrame.column(Column.START, n), isa.vec(2));
    }
    advance(Local.B, vectors * width);
    get(Gpr.RBX, Local.BIAS);
    get(Gpr.RCX, Local.SCALES);
    get(Gpr.RDI, Local.X);
    output.columns(Gpr.RBX, Gpr.RCX, Gpr.RDI);
    parameter(TMP, DepthwiseParams.LINES);
    put(Local.LINES, TMP);
    move(Local.TABLE_LINE, Local.TABLE);
    move(Local.C_LINE, Local.C);
    move(Local.X_LINE, Local.X);
  }

  /** Takes the lines of the image apart, four (AVX2: two) at a time. */
  private void columns() {
    a.op(VMOVDQU32, order(), Mem.at(columnOrder));
    a.op(VMOVDQU32, flip(), Mem.at(signFlip));
    a.op(VPXORD, zero(), zero(), zero());
    get(Gpr.RDI, Local.TABLE_LINE);
    parameter(Gpr.RSI, DepthwiseParams.COLUMN_TAPS);
    get(Gpr.RCX, Local.INSIDE);
    parameter(Gpr.R14, DepthwiseParams.PIXEL);
    parameter(Gpr.R15, DepthwiseParams.COLUMN);
    Label group = a.here();
    Label done = new Label();
    for (int rows = key.perStep(); rows >= 1; rows--) {
      Label fewer = new Label();
      a.cmp(Gpr.RSI, rows);
      a.jump(Condition.LESS, fewer);
      columns(rows);
      a.jmp(done);
      a.bind(fewer);
    }
    a.bind(done);
    a.add(Gpr.RCX, vectors * width);
    a.sub(Gpr.RSI, key.perStep());
    a.jump(Condition.GREATER, group);
    put(Local.TABLE_LINE, Gpr.RDI);
  }

  private Vec order() {
    return isa.vec(15);
  }

  private Vec flip() {
    return isa.vec(14);
  }

  private Vec zero() {
    return isa.vec(13);
  }

  private void columns(int rows) {
    get(TMP, Local.A);
    for (int i = 0; i < rows; i++) {
      a.movsxd(ROWS[i], Mem.at(Gpr.RDI, 4 * i));
      a.lea(Gpr.R8, Mem.at(ROWS[i], TMP, 1, 0));
      a.test(ROWS[i], ROWS[i]);
      a.cmov(Condition.GREATER_OR_EQUAL, ROWS[i], Gpr.R8);
      a.cmov(Condition.NEGATIVE, ROWS[i], slot(Local.ZERO_ROW));
    }
    a.add(Gpr.RDI, 4 * rows);
    Label none = new Label();
    a.zero(Gpr.R11);
    a.mov(Gpr.R12, Gpr.RCX);
    parameter(Gpr.R13, DepthwiseParams.INSIDE);
    a.test(Gpr.R13, Gpr.R13);
    a.jump(Condition.EQUAL, none);
    Label next = a.here();
    for (int i = 0; i < rows; i++) {
      load(isa.vec(i), Mem.at(ROWS[i], Gpr.R11, 1, 0));
    }
    unpack(rows);
    a.add(Gpr.R11, Gpr.R14);
    a.add(Gpr.R12, Gpr.R15);
    a.dec(Gpr.R13);
    a.jump(Condition.NOT_EQUAL, next);
    a.bind(none);
  }

  /** A pixel's channels of the block, in an order that unpacking puts right. */
  private void load(Vec v, Mem from) {
    if (isa.hasMasks()) {
      a.op(VMOVDQU8, output.masked(v), from);
      a.op(VPERMD, v, order(), v);
    } else if (vectors == 4) {
      a.op(VPERMD, v, order(), from);
    } else {
      a.op(vectors == 2 ? VMOVDQU32 : VMOVQ, v.as(Vec.Width.XMM), from);
      a.op(VPERMD, v, order(), v);
    }
    if (key.signed()) {
      a.op(VPXORD, v, v, flip());
    }
  }

  /** Bytes of up to four lines, from register 0 on, to a column. */
  private void unpack(int rows) {
    for (int high = 0; high < (vectors + 1) / 2; high++) {
      Vec first = isa.vec(4 + 2 * high);
      Vec second = rows > 2 ? isa.vec(5 + 2 * high) : zero();
      a.op(high == 0 ? VPUNPCKLBW : VPUNPCKHBW, first, isa.vec(0), rows > 1 ? isa.vec(1) : zero());
      if (rows > 2) {
        a.op(
            high == 0 ? VPUNPCKLBW : VPUNPCKHBW,
            second,
            isa.vec(2),
            rows > 3 ? isa.vec(3) : zero());
      }
      for (int j = 2 * high; j < Math.min(vectors, 2 * high + 2); j++) {
        Vec lanes = isa.vec(8 + j);
        if (isa.hasDotProduct()) {
          a.op(j % 2 == 0 ? VPUNPCKLWD : VPUNPCKHWD, lanes, first, second);
        } else {
          a.op(j % 2 == 0 ? VPUNPCKLBW : VPUNPCKHBW, lanes, first, zero());
        }
        a.store(VMOVDQU32_STORE, Mem.at(Gpr.R12, j * width), lanes);
      }
    }
  }

  /** A line of output: tiles as wide as can be, then narrower ones. */
  private void tiles() {
    parameter(TMP, DepthwiseParams.OUTPUTS);
    put(Local.OUTPUTS, TMP);
    move(Local.COLUMN, Local.SCRATCH);
    move(Local.C_TILE, Local.C_LINE);
    move(Local.X_TILE, Local.X_LINE);
    for (int pixels = key.pixels(); pixels >= 1; pixels /= 2) {
      Label none = new Label();
      Label next = a.here();
      get(Gpr.R10, Local.OUTPUTS);
      a.sub(Gpr.R10, pixels);
      a.jump(Condition.LESS, none);
      put(Local.OUTPUTS, Gpr.R10);
      multiply(pixels);
      finish(pixels);
      a.jmp(next);
      a.bind(none);
    }
  }

  private void multiply(int pixels) {
    for (int i = 0; i < pixels * vectors; i++) {
      if (i < vectors) {
        a.op(VMOVDQU32, isa.vec(i), vectorFrame.column(Column.START, i));
      } else {
        a.op(VMOVDQA32, isa.vec(i), isa.vec(i % vectors));
      }
    }
    parameter(Gpr.R14, DepthwiseParams.STRIDE);
    a.lea(Gpr.R13, Mem.at(Gpr.R14, Gpr.R14, 2, 0));
    parameter(Gpr.R15, DepthwiseParams.RUN);
    get(Gpr.R10, Local.COLUMN);
    get(Gpr.RSI, Local.B);
    parameter(Gpr.RCX, DepthwiseParams.RUNS);
    Label run = a.here();
    a.mov(Gpr.RDI, Gpr.R10);
    a.lea(Gpr.RBX, Mem.at(Gpr.R10, Gpr.R14, 4, 0));
    parameter(Gpr.R12, DepthwiseParams.RUN_STEPS);
    Label step = a.here();
    step(pixels);
    a.add(Gpr.RSI, vectors * width);
    a.add(Gpr.RDI, vectors * width);
    a.add(Gpr.RBX, vectors * width);
    a.dec(Gpr.R12);
    a.jump(Condition.NOT_EQUAL, step);
    a.add(Gpr.R10, Gpr.R15);
    a.dec(Gpr.RCX);
    a.jump(Condition.NOT_EQUAL, run);
  }

  private static Mem column(int pixel) {
    Gpr base = pixel < 4 ? Gpr.RDI : Gpr.RBX;
    return switch (pixel % 4) {
      case 0 -> Mem.at(base);
      case 1 -> Mem.at(base, Gpr.R14, 1, 0);
      case 2 -> Mem.at(base, Gpr.R14, 2, 0);
      default -> Mem.at(base, Gpr.R13, 1, 0);
    };
  }

  private void step(int pixels) {
    int first = OutputEmitter.accumulators(isa);
    for (int n = 0; n < vectors; n++) {
      a.op(VMOVDQU32, isa.vec(first + n), Mem.at(Gpr.RSI, n * width));
    }
    int temps = isa.registers() - first - 4;
    for (int p = 0; p < pixels; p++) {
      for (int n = 0; n < vectors; n++) {
        int i = p * vectors + n;
        Vec t = isa.vec(first + 4 + i % temps);
        Mem from = column(p).plus(n * width);
        if (isa.hasDotProduct()) {
          a.op(VMOVDQU32, t, from);
          a.op(VPDPBUSD, isa.vec(i), t, isa.vec(first + n));
        } else {
          a.op(VPMADDWD, t, isa.vec(first + n), from);
          a.op(VPADDD, isa.vec(i), isa.vec(i), t);
        }
      }
    }
  }

  private void finish(int pixels) {
    get(OutputEmitter.C, Local.C_TILE);
    parameter(OutputEmitter.C_STRIDE, TileParams.C_STRIDE);
    if (key.stage() == Stage.REQUANTIZE_ADD) {
      get(OutputEmitter.X, Local.X_TILE);
      parameter(OutputEmitter.X_STRIDE, TileParams.X_STRIDE);
    }
    output.results(pixels);
    put(Local.C_TILE, OutputEmitter.C);
    if (key.stage() == Stage.REQUANTIZE_ADD) {
      put(Local.X_TILE, OutputEmitter.X);
    }
    parameter(TMP, DepthwiseParams.STRIDE);
    a.shl(TMP, Integer.numberOfTrailingZeros(pixels));
    a.add(TMP, slot(Local.COLUMN));
    put(Local.COLUMN, TMP);
  }

  private void advanceLine(Label line) {
    advanceBy(Local.C_LINE, DepthwiseParams.C_LINE);
    advanceBy(Local.X_LINE, DepthwiseParams.X_LINE);
    a.dec(slot(Local.LINES));
    a.jump(Condition.NOT_EQUAL, line);
  }

  private void advanceBlock(Label block) {
    int channels = key.channels();
    advance(Local.A, channels);
    advance(Local.C, channels * key.stage().bytes());
    if (key.stage() == Stage.REQUANTIZE_ADD) {
      advance(Local.X, channels);
    }
    if (key.stage() != Stage.INT32) {
      advance(Local.BIAS, 4 * channels);
      advance(Local.SCALES, 4 * channels);
    }
    // Weights lie side by side: behind the last step of the last tap.
    parameter(TMP, DepthwiseParams.RUNS);
    parameter(Gpr.RAX, DepthwiseParams.RUN_STEPS);
    a.imul(TMP, Gpr.RAX);
    a.mov(Gpr.RAX, vectors * width);
    a.imul(TMP, Gpr.RAX);
    a.add(TMP, slot(Local.B));
    put(Local.B, TMP);
    a.dec(slot(Local.BLOCKS));
    a.jump(Condition.NOT_EQUAL, block);
  }
}
