package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VADDPS;
import static dev.octet.kernels.x86.asm.Op.VANDPS;
import static dev.octet.kernels.x86.asm.Op.VBROADCASTSS;
import static dev.octet.kernels.x86.asm.Op.VCMPPS;
import static dev.octet.kernels.x86.asm.Op.VCMPPS_MASK;
import static dev.octet.kernels.x86.asm.Op.VCVTDQ2PS;
import static dev.octet.kernels.x86.asm.Op.VCVTPS2DQ;
import static dev.octet.kernels.x86.asm.Op.VEXTRACTI128;
import static dev.octet.kernels.x86.asm.Op.VEXTRACTI32X4;
import static dev.octet.kernels.x86.asm.Op.VEXTRACTI64X4;
import static dev.octet.kernels.x86.asm.Op.VMAXPS;
import static dev.octet.kernels.x86.asm.Op.VMINPS;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32_STORE;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU8;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU8_STORE;
import static dev.octet.kernels.x86.asm.Op.VMOVQ;
import static dev.octet.kernels.x86.asm.Op.VMOVQ_STORE;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS;
import static dev.octet.kernels.x86.asm.Op.VMULPS;
import static dev.octet.kernels.x86.asm.Op.VPACKSSDW;
import static dev.octet.kernels.x86.asm.Op.VPACKUSWB;
import static dev.octet.kernels.x86.asm.Op.VPADDSW;
import static dev.octet.kernels.x86.asm.Op.VPERMD;
import static dev.octet.kernels.x86.asm.Op.VPMAXUB;
import static dev.octet.kernels.x86.asm.Op.VPMOVZXBD;
import static dev.octet.kernels.x86.asm.Op.VPSHUFD;
import static dev.octet.kernels.x86.asm.Op.VPSUBD;
import static dev.octet.kernels.x86.asm.Op.VPXORD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Operand;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.product.TileKey.Stage;

/**
 * Writes the output stage of tiles of pixels x one to four vectors of channels (of matrices: rows x
 * columns), whose accumulators lie in registers from 0 on, pixel by pixel. Bytes of four vectors
 * are stored together, whether those are one pixel's or several pixels'.
 *
 * <p>Registers: {@link #C} and {@link #X} go forward, by their strides, to the pixel after the
 * tile.
 */
final class OutputEmitter {
  /** Results. */
  static final Gpr C = Gpr.RDX;

  /** Bytes between pixels of C. */
  static final Gpr C_STRIDE = Gpr.R9;

  /** Second input, or input scales. */
  static final Gpr X = Gpr.R8;

  /** Bytes between these. */
  static final Gpr X_STRIDE = Gpr.RAX;

  private static final Mask NOT_NAN = Mask.K6;

  private final Isa isa;
  private final Stage stage;
  private final boolean guarded;
  private final int vectors;
  private final OutputNumbers numbers;
  private final Frame frame;
  private final Assembler a;
  private final Label order;

  /**
   * Makes one.
   *
   * @param stage what becomes of an accumulator
   * @param guarded whether NaN may come out, which becomes the zero point
   * @param numbers what a tile is finished with
   * @param frame where they are
   * @param assembler where code goes
   */
  OutputEmitter(
      Stage stage, boolean guarded, OutputNumbers numbers, Frame frame, Assembler assembler) {
    this.isa = numbers.isa();
    this.stage = stage;
    this.guarded = guarded;
    this.vectors = numbers.vectors();
    this.numbers = numbers;
    this.frame = frame;
    a = assembler;
    order = order();
  }

  /** Where each 4 bytes go after the packs: the first vector's first. */
  private Label order() {
    int perVector = isa.lanes() / 4;
    int[] from = new int[isa.lanes()];
    for (int v = 0; v < 4; v++) {
      for (int l = 0; l < perVector; l++) {
        from[v * perVector + l] = 4 * l + v;
      }
    }
    return a.constant(from);
  }

  private Vec temp(int i) {
    return numbers.temp(i);
  }

  /**
   * Finishes a tile of which only some bytes of each pixel may be touched ({@link Slot#TAIL_FROM}),
   * with 256 bits: by way of the frame's scratch. RBX, RBP, RCX and R10 to R15 are lost.
   */
  void tail(int pixels) {
    boolean adds = stage == Stage.REQUANTIZE_ADD;
    a.mov(Gpr.RBP, Frame.SCRATCH_STRIDE);
    a.mov(Gpr.R12, C);
    a.mov(Gpr.R13, C_STRIDE);
    if (adds) {
      a.lea(Gpr.R10, frame.scratch());
      copy(pixels, X, X_STRIDE, Gpr.R10, Gpr.RBP);
      a.mov(Gpr.R14, X);
      a.mov(Gpr.R15, X_STRIDE);
      a.lea(X, frame.scratch());
      a.mov(X_STRIDE, Gpr.RBP);
    }
    a.lea(C, frame.scratch());
    a.mov(C_STRIDE, Gpr.RBP);
    results(pixels);
    if (adds) {
      a.mov(X, Gpr.R14);
      a.mov(X_STRIDE, Gpr.R15);
    }
    a.mov(C, Gpr.R12);
    a.mov(C_STRIDE, Gpr.R13);
    a.lea(Gpr.R10, frame.scratch());
    copy(pixels, Gpr.R10, Gpr.RBP, C, C_STRIDE);
  }

  /** Copies the bytes of each pixel that may be touched, one by one. */
  private void copy(int pixels, Gpr from, Gpr fromStride, Gpr to, Gpr toStride) {
    frame.get(Gpr.RBX, Slot.TAIL_TO);
    for (int p = 0; p < pixels; p++) {
      frame.get(Gpr.R11, Slot.TAIL_FROM);
      Label byByte = a.here();
      a.movzx8(Gpr.RCX, Mem.at(from, Gpr.R11, 1, 0));
      a.mov8(Mem.at(to, Gpr.R11, 1, 0), Gpr.RCX);
      a.add(Gpr.R11, 1);
      a.cmp(Gpr.R11, Gpr.RBX);
      a.jump(Condition.LESS, byByte);
      a.add(from, fromStride);
      a.add(to, toStride);
    }
  }

  /** Finishes a tile. */
  void results(int pixels) {
    numbers.release();
    switch (stage) {
      case INT32 -> storeWords(pixels);
      case DEQUANTIZE -> {
        dequantize(pixels);
        storeWords(pixels);
      }
      case REQUANTIZE, REQUANTIZE_ADD -> requantize(pixels);
    }
  }

  private Vec acc(int i) {
    return isa.vec(i);
  }

  private void storeWords(int pixels) {
    for (int p = 0; p < pixels; p++) {
      for (int n = 0; n < vectors; n++) {
        Mem to = Mem.at(C, n * isa.width().bytes());
        a.store(
            VMOVDQU32_STORE,
            isa.hasMasks() ? to.merge(OutputNumbers.lanes(n)) : to,
            acc(p * vectors + n));
      }
      a.add(C, C_STRIDE);
    }
  }

  /** {@code acc * (s_x * s_w) + bias}, then max with 0 or -infinity. */
  private void dequantize(int pixels) {
    Vec least = numbers.load(frame.constant(Constant.RELU));
    for (int i = 0; i < pixels * vectors; i++) {
      Vec acc = acc(i);
      int n = i % vectors;
      if (numbers.inputScales() && n == 0) {
        a.op(VBROADCASTSS, temp(0), Mem.at(X));
        a.add(X, X_STRIDE);
      }
      a.op(VCVTDQ2PS, acc, acc);
      a.op(VMULPS, acc, acc, scale(n));
      a.op(VADDPS, acc, acc, numbers.column(Column.BIAS, n));
      // NaN and -0 are what the second operand has.
      a.op(VMAXPS, acc, least, acc);
      a.op(VADDPS, acc, acc, numbers.constant(Constant.RELU_ZERO));
    }
  }

  private Operand scale(int n) {
    Operand scale = numbers.column(Column.SCALES, n);
    if (numbers.inputScales()) {
      a.op(VMULPS, temp(1), temp(0), scale);
      return temp(1);
    }
    return scale;
  }

  private void requantize(int pixels) {
    Vec pack = numbers.load(Mem.at(order));
    int together = vectors == 3 ? 3 : 4;
    int all = pixels * vectors;
    for (int from = 0; from < all; from += together) {
      int some = Math.min(together, all - from);
      for (int i = from; i < from + some; i++) {
        steps(i);
      }
      Vec bytes = acc(from);
      words(from, Math.min(1, some - 1));
      if (some > 2) {
        words(from + 2, some - 3);
      }
      a.op(VPACKUSWB, bytes, bytes, some > 2 ? acc(from + 2) : bytes);
      a.op(VPMAXUB, bytes, bytes, numbers.constant(Constant.OUT_LEAST));
      a.op(VPXORD, bytes, bytes, numbers.constant(Constant.OUT_FLIP));
      a.op(VPERMD, bytes, pack, bytes);
      storeBytes(bytes, some);
    }
  }

  /** A sum to an integer of 32 bits in units of the result's scale. */
  private void steps(int i) {
    int n = i % vectors;
    Vec acc = acc(i);
    a.op(VCVTDQ2PS, acc, acc);
    a.op(VADDPS, acc, acc, numbers.column(Column.BIAS, n));
    a.op(VMULPS, acc, acc, numbers.column(Column.SCALES, n));
    if (stage == Stage.REQUANTIZE_ADD) {
      secondInput(temp(0), n);
      a.op(VADDPS, acc, acc, temp(0));
      a.op(VMULPS, acc, acc, numbers.constant(Constant.OUT_INVERSE));
      if (n == vectors - 1) {
        a.add(X, X_STRIDE);
      }
    }
    if (guarded) {
      zeroNaN(acc);
    }
    // Before the conversion, which makes the least integer of what is too great.
    a.op(VMINPS, acc, acc, numbers.constant(Constant.OUT_MOST));
    a.op(VCVTPS2DQ, acc, acc);
  }

  private void secondInput(Vec v, int n) {
    Mem at = Mem.at(X, isa.lanes() * n);
    Vec low = v.as(Vec.Width.XMM);
    if (isa.hasMasks()) {
      a.op(VMOVDQU8, low.zero(OutputNumbers.lanes(n)), at);
    } else {
      a.op(VMOVQ, low, at);
    }
    a.op(VPXORD, low, low, frame.constant(Constant.X_FLIP));
    a.op(VPMOVZXBD, v, low);
    a.op(VPSUBD, v, v, numbers.constant(Constant.X_ZERO_POINT));
    a.op(VCVTDQ2PS, v, v);
    a.op(VMULPS, v, v, numbers.constant(Constant.X_SCALE));
  }

  /** NaN to 0: the lower of the bits of x and of (x == x). */
  private void zeroNaN(Vec v) {
    if (isa.hasMasks()) {
      a.op(VCMPPS_MASK, NOT_NAN, v, v, 0);
      a.op(VMOVUPS, v.zero(NOT_NAN), v);
    } else {
      a.op(VCMPPS, temp(0), v, v, 0);
      a.op(VANDPS, v, v, temp(0));
    }
  }

  /** Two vectors, or one, to integers of 16 bits with the zero point. */
  private void words(int i, int more) {
    Vec v = acc(i);
    a.op(VPACKSSDW, v, v, acc(i + more));
    a.op(VPADDSW, v, v, numbers.constant(Constant.OUT_ZERO_POINT));
  }

  /** Bytes of some vectors, as many pixels as they are. */
  private void storeBytes(Vec bytes, int some) {
    int pixels = Math.max(1, some / vectors);
    for (int p = 0; p < pixels; p++) {
      switch (vectors) {
        case 1 -> storeQuarter(bytes, p);
        case 2 -> storeHalf(bytes, p);
        default -> store(Mem.at(C), bytes);
      }
      a.add(C, C_STRIDE);
    }
  }

  private void store(Mem to, Vec bytes) {
    if (isa.hasMasks()) {
      a.store(VMOVDQU8_STORE, to.merge(OutputNumbers.BYTES), bytes);
    } else {
      a.store(VMOVDQU32_STORE, to, bytes);
    }
  }

  private void storeHalf(Vec bytes, int half) {
    Vec part = isa.half(half == 0 ? bytes.number() : temp(1).number());
    if (half == 1) {
      a.extract(isa.hasMasks() ? VEXTRACTI64X4 : VEXTRACTI128, part, bytes, 1);
    }
    store(Mem.at(C), part);
  }

  private void storeQuarter(Vec bytes, int quarter) {
    Vec part = quarter == 0 ? bytes.as(Vec.Width.XMM) : temp(1).as(Vec.Width.XMM);
    if (isa.hasMasks()) {
      if (quarter > 0) {
        a.extract(VEXTRACTI32X4, part, bytes, quarter);
      }
      store(Mem.at(C), part);
      return;
    }
    if (quarter >= 2) {
      a.extract(VEXTRACTI128, part, bytes, 1);
    }
    if (quarter % 2 == 1) {
      Vec from = quarter == 1 ? bytes.as(Vec.Width.XMM) : part;
      a.op(VPSHUFD, part, from, 0xEE);
    }
    a.store(VMOVQ_STORE, Mem.at(C), part);
  }
}
