package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VMOVDQA32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32_STORE;
import static dev.octet.kernels.x86.asm.Op.VPADDD;
import static dev.octet.kernels.x86.asm.Op.VPBROADCASTD;
import static dev.octet.kernels.x86.asm.Op.VPDPBUSD;
import static dev.octet.kernels.x86.asm.Op.VPMADDWD;
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
import dev.octet.kernels.x86.product.TileKey.Stage;

/**
 * Writes the kernel of convolutions whose groups have few channels: some lines of output, for
 * blocks of one to four vectors of channels. For each block and line it goes through the input
 * twice:
 *
 * <pre>
 * 1. columns: the pixels that lie above one another, one for each vertical tap, become vectors
 *    whose lanes belong to outputs ({@link DepthwiseColumns}, {@link GroupedColumns})
 *
 * 2. tiles of pixels x channels: for each horizontal tap, for each step of its column:
 *      acc[p][c] += dot(column[p * stride + tap * dilation][step][c], w[tap][step][c])
 *    then the output stage
 * </pre>
 *
 * <p>So a pixel is taken apart once for all horizontal taps, whatever kernel, stride and dilation
 * are. Columns lie in a scratch of the first-level cache; those outside the image hold the zero
 * point and are written once a call. Weights, a block after the other ({@link ColumnWeights}):
 *
 * <pre>
 *   sums      of each channel's weights                                       int32 [channels]
 *   inputs    grouped only: which 32 bits of a pixel each lane gets first     int32 [channels]
 *             and where the pixel of each vector begins                       int32 [lanes]
 *   tap 0     step 0: w[0][0..3] w[1][0..3] ... of each channel, step 1: ...
 *   tap 1     ...                                              for each line that columns serve
 * </pre>
 *
 * <p>Measured on one core of a Zen 5 that others used too, in GMAC/s:
 *
 * <pre>
 *                                        AVX-512 VNNI   AVX-VNNI   AVX2
 * depthwise 3 x 3, 144 channels, 56 x 56          109         47     33
 * depthwise 3 x 3, 576 channels, 14 x 14          121         51     34
 * the same with stride 2                           61         39     26
 * depthwise 5 x 5, 96 channels, 56 x 56           169         74     53
 * 32 groups of 4 channels, 3 x 3, 56 x 56         205        101     53
 * 32 groups of 8 channels, 3 x 3, 56 x 56         227        113     60
 * </pre>
 *
 * <p>Operands: the image from the first block's first channel on, if grouped from channel 0;
 * weights; parameters ({@link ColumnParams}); C; bias; multipliers or weight scales; second input
 * or input scale; scratch; offsets of lines {@code [columns][tap]}; a line of zero points, for
 * offset -1.
 */
final class ColumnEmitter {
  private static final Gpr TMP = Gpr.R9;

  private final ColumnKey key;
  private final Isa isa;
  private final int vectors;
  private final int width;
  private final Frame frame;
  private final OutputNumbers numbers;
  private final OutputEmitter output;
  private final Assembler a;
  private final Runnable columns;

  ColumnEmitter(ColumnKey key, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.vectors = key.vectors();
    this.width = key.width();
    a = assembler;
    frame = new Frame(isa, vectors, a);
    numbers = new OutputNumbers(isa, key.stage(), vectors, key.accumulators(), false, frame, a);
    output = new OutputEmitter(key.stage(), key.guarded(), numbers, frame, a);
    columns =
        key.isGrouped()
            ? new GroupedColumns(key, frame, a)::emit
            : new DepthwiseColumns(key, frame, a)::emit;
  }

  /** Writes the function. */
  void emit() {
    enter();
    fillPadding();
    Label block = a.here();
    startBlock();
    lines();
    advanceBlock(block);
    frame.leave();
  }

  private void enter() {
    frame.enter();
    numbers.constants(Gpr.RDX);
    a.mov(TMP, Mem.at(Gpr.RDX, 4 * ColumnParams.MASK));
    numbers.columns(TMP);
    frame.parameter(Slot.BLOCKS, ColumnParams.BLOCKS);
    if (storesLast()) {
      a.mov(TMP, isa.lanes());
      frame.put(Slot.TAIL_TO, TMP);
      frame.parameter(Gpr.RCX, TileParams.LAST_COLUMNS);
      a.sub(TMP, Gpr.RCX);
      frame.put(Slot.TAIL_FROM, TMP);
    }
    // The scratch is as much longer than it need be.
    frame.get(TMP, Slot.R);
    a.add(TMP, 63);
    a.and(TMP, -64);
    frame.put(Slot.R, TMP);
  }

  /**
   * Whether only some channels of a vector may be stored, those that no other block has: others
   * would get the second input again where that is C.
   */
  private boolean storesLast() {
    return !isa.hasMasks() && vectors == 1 && key.stage() == Stage.REQUANTIZE_ADD;
  }

  /** Zero points into columns on both sides of the image. */
  private void fillPadding() {
    frame.get(Gpr.RDX, Slot.P);
    a.op(VPBROADCASTD, isa.vec(0), Mem.at(Gpr.RDX, 4 * ColumnParams.FILL));
    frame.get(Gpr.RDI, Slot.R);
    fill(ColumnParams.LEFT);
    frame.put(Slot.INSIDE, Gpr.RDI);
    a.movsxd(Gpr.RCX, Mem.at(Gpr.RDX, 4 * ColumnParams.INSIDE));
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * ColumnParams.COLUMN));
    a.imul(Gpr.RCX, TMP);
    a.add(Gpr.RDI, Gpr.RCX);
    fill(ColumnParams.RIGHT);
  }

  /** Fills as many columns from RDI on as a parameter says. */
  private void fill(int count) {
    Label done = new Label();
    a.movsxd(Gpr.RCX, Mem.at(Gpr.RDX, 4 * count));
    a.movsxd(TMP, Mem.at(Gpr.RDX, 4 * ColumnParams.COLUMN));
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
    frame.get(Gpr.RDX, Slot.P);
    frame.get(Gpr.RSI, Slot.B);
    a.op(VPBROADCASTD, isa.vec(0), Mem.at(Gpr.RDX, 4 * TileParams.ZERO_POINT));
    a.op(VPXORD, isa.vec(1), isa.vec(1), isa.vec(1));
    for (int n = 0; n < vectors; n++) {
      a.op(VPMULLD, isa.vec(2), isa.vec(0), Mem.at(Gpr.RSI, n * width));
      a.op(VPSUBD, isa.vec(2), isa.vec(1), isa.vec(2));
      a.store(VMOVDQU32_STORE, frame.column(Column.START, n), isa.vec(2));
    }
    frame.advance(Slot.B, vectors * width);
    if (key.isGrouped()) {
      frame.move(Slot.INPUTS, Slot.B);
      frame.advance(Slot.B, (vectors + 1) * width);
    }
    frame.get(Gpr.RBX, Slot.BIAS);
    frame.get(Gpr.RCX, Slot.SCALES);
    frame.get(Gpr.RDI, Slot.X);
    numbers.load(Gpr.RBX, Gpr.RCX, Gpr.RDI);
    frame.parameter(Slot.LINES, ColumnParams.LINES);
    frame.move(Slot.TABLE_LINE, Slot.TABLE);
    frame.move(Slot.C_LINE, Slot.C);
    frame.move(Slot.X_LINE, Slot.X);
  }

  /** Columns, and the lines of output that see them, until there are no more. */
  private void lines() {
    Label done = new Label();
    Label column = a.here();
    columns.run();
    frame.parameter(Slot.SHARED, ColumnParams.SHARED);
    frame.move(Slot.WEIGHTS, Slot.B);
    Label line = a.here();
    tiles();
    frame.advanceBy(Slot.C_LINE, ColumnParams.C_LINE);
    frame.advanceBy(Slot.X_LINE, ColumnParams.X_LINE);
    a.dec(frame.slot(Slot.LINES));
    a.jump(Condition.EQUAL, done);
    frame.advanceBy(Slot.WEIGHTS, ColumnParams.SET);
    a.dec(frame.slot(Slot.SHARED));
    a.jump(Condition.NOT_EQUAL, line);
    a.jmp(column);
    a.bind(done);
  }

  /** A line of output: tiles as wide as can be, then narrower ones. */
  private void tiles() {
    frame.parameter(Slot.OUTPUTS, ColumnParams.OUTPUTS);
    frame.move(Slot.COLUMN, Slot.R);
    frame.move(Slot.C_TILE, Slot.C_LINE);
    frame.move(Slot.X_TILE, Slot.X_LINE);
    for (int pixels = key.pixels(); pixels >= 1; pixels /= 2) {
      Label none = new Label();
      Label next = a.here();
      frame.get(Gpr.R10, Slot.OUTPUTS);
      a.sub(Gpr.R10, pixels);
      a.jump(Condition.LESS, none);
      frame.put(Slot.OUTPUTS, Gpr.R10);
      multiply(pixels);
      finish(pixels);
      a.jmp(next);
      a.bind(none);
    }
  }

  private void multiply(int pixels) {
    for (int i = 0; i < pixels * vectors; i++) {
      if (i < vectors) {
        a.op(VMOVDQU32, isa.vec(i), frame.column(Column.START, i));
      } else {
        a.op(VMOVDQA32, isa.vec(i), isa.vec(i % vectors));
      }
    }
    Label multiplied = new Label();
    if (key.slides()) {
      Label apart = new Label();
      frame.parameter(Gpr.R10, ColumnParams.SLIDES);
      a.test(Gpr.R10, Gpr.R10);
      a.jump(Condition.EQUAL, apart);
      slide(pixels);
      a.jmp(multiplied);
      a.bind(apart);
    }
    frame.parameter(Gpr.R14, ColumnParams.STRIDE);
    a.lea(Gpr.R13, Mem.at(Gpr.R14, Gpr.R14, 2, 0));
    frame.parameter(Gpr.R15, ColumnParams.RUN);
    frame.get(Gpr.R10, Slot.COLUMN);
    frame.get(Gpr.RSI, Slot.WEIGHTS);
    frame.parameter(Gpr.RCX, ColumnParams.RUNS);
    Label run = a.here();
    a.mov(Gpr.RDI, Gpr.R10);
    a.lea(Gpr.RBX, Mem.at(Gpr.R10, Gpr.R14, 4, 0));
    frame.parameter(Gpr.R12, ColumnParams.RUN_STEPS);
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
    a.bind(multiplied);
  }

  /**
   * Three taps of one step with stride and dilation 1: each column is loaded once for the three
   * outputs that it has a part in, and weights stay in registers.
   */
  private void slide(int pixels) {
    int first = key.accumulators();
    int temps = first + 3 * vectors;
    frame.get(Gpr.RSI, Slot.WEIGHTS);
    frame.get(Gpr.RDI, Slot.COLUMN);
    for (int i = 0; i < 3 * vectors; i++) {
      a.op(VMOVDQU32, isa.vec(first + i), Mem.at(Gpr.RSI, i * width));
    }
    for (int i = 0; i < (pixels + 2) * vectors; i++) {
      int column = i / vectors;
      int n = i % vectors;
      Vec t = isa.vec(temps + i % (isa.registers() - temps));
      a.op(VMOVDQU32, t, Mem.at(Gpr.RDI, i * width));
      for (int tap = Math.max(0, column - pixels + 1); tap <= Math.min(2, column); tap++) {
        Vec acc = isa.vec((column - tap) * vectors + n);
        a.op(VPDPBUSD, acc, t, isa.vec(first + tap * vectors + n));
      }
    }
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
    int first = key.accumulators();
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
    frame.get(OutputEmitter.C, Slot.C_TILE);
    frame.parameter(OutputEmitter.C_STRIDE, TileParams.C_STRIDE);
    if (key.stage() == Stage.REQUANTIZE_ADD) {
      frame.get(OutputEmitter.X, Slot.X_TILE);
      frame.parameter(OutputEmitter.X_STRIDE, TileParams.X_STRIDE);
    }
    if (storesLast()) {
      output.tail(pixels);
    } else {
      output.results(pixels);
    }
    frame.put(Slot.C_TILE, OutputEmitter.C);
    if (key.stage() == Stage.REQUANTIZE_ADD) {
      frame.put(Slot.X_TILE, OutputEmitter.X);
    }
    frame.parameter(TMP, ColumnParams.STRIDE);
    a.shl(TMP, Integer.numberOfTrailingZeros(pixels));
    a.add(TMP, frame.slot(Slot.COLUMN));
    frame.put(Slot.COLUMN, TMP);
  }

  private void advanceBlock(Label block) {
    int channels = key.channels();
    if (!key.isGrouped()) {
      frame.advance(Slot.A, channels);
    }
    frame.advance(Slot.C, channels * key.stage().bytes());
    if (key.stage() == Stage.REQUANTIZE_ADD) {
      frame.advance(Slot.X, channels);
    }
    if (key.stage() != Stage.INT32) {
      frame.advance(Slot.BIAS, 4 * channels);
      frame.advance(Slot.SCALES, 4 * channels);
    }
    frame.advanceBy(Slot.B, ColumnParams.SETS);
    a.dec(frame.slot(Slot.BLOCKS));
    a.jump(Condition.NOT_EQUAL, block);
  }
}
