package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.product.TileKey.Stage;
import java.util.Locale;

/**
 * What distinguishes kernels of convolutions whose groups have few channels: never a shape.
 *
 * @param isa instructions
 * @param stage what becomes of an accumulator
 * @param signed whether activations are -128 to 127
 * @param guarded whether NaN may come out of the output stage
 * @param vectors vectors of 32-bit lanes that a block of channels has, 1 to 4
 * @param inputs bytes of a pixel that a vector reads, 8, 16, 32 or 64; 0 of depthwise convolutions
 */
record ColumnKey(Isa isa, Stage stage, boolean signed, boolean guarded, int vectors, int inputs)
    implements Emitter {
  /** Keys of one instruction set. */
  static final int COUNT = 512;

  /** A number of its own among the keys of its instruction set. */
  int index() {
    int read = inputs == 0 ? 0 : Integer.numberOfTrailingZeros(inputs) - 2;
    int index = (stage.ordinal() * 4 + vectors - 1) * 8 + read;
    return (index * 2 + (signed ? 1 : 0)) * 2 + (guarded ? 1 : 0);
  }

  boolean isGrouped() {
    return inputs > 0;
  }

  /** Channels of a block. */
  int channels() {
    return vectors * isa.lanes();
  }

  /** Bytes of a vector. */
  int width() {
    return isa.width().bytes();
  }

  /** Products of a 32-bit lane. */
  int perStep() {
    return perStep(isa);
  }

  static int perStep(Isa isa) {
    return isa.hasDotProduct() ? 4 : 2;
  }

  /** Whether registers hold the weights of three taps beside a tile. */
  boolean slides() {
    return isa.hasMasks() && !isGrouped();
  }

  /** The most accumulators of a tile. */
  int accumulators() {
    return isa.hasMasks() ? 16 : 8;
  }

  /** The most pixels of a tile, a power of two. */
  int pixels() {
    return Math.min(8, Integer.highestOneBit(accumulators() / vectors));
  }

  @Override
  public String name() {
    return (isGrouped() ? "grouped" + inputs : "depthwise")
        + (signed ? "_s8_" : "_u8_")
        + stage.name().toLowerCase(Locale.ROOT)
        + (guarded ? "_guarded_" : "_")
        + channels()
        + "_"
        + isa.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void emit(Assembler a) {
    new ColumnEmitter(this, a).emit();
  }
}
