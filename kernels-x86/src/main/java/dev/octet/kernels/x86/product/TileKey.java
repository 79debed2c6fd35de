package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.machine.Isa;
import java.util.Locale;

/**
 * What distinguishes micro-kernels of products, apart from their rows: never a shape.
 *
 * @param isa instructions
 * @param offsets whether rows of A are found through a table of offsets, one for each tap, rather
 *     than at a constant distance
 * @param stage what becomes of an accumulator
 * @param signed whether A's bytes are -128 to 127; AVX2 reads 16-bit integers and knows no signs
 * @param rowZero whether each row has a zero point of its own
 * @param weightZero whether weights have zero points other than 0
 * @param guarded whether NaN may come out of the output stage, which it turns into the zero point
 */
record TileKey(
    Isa isa,
    boolean offsets,
    Stage stage,
    boolean signed,
    boolean rowZero,
    boolean weightZero,
    boolean guarded) {
  /** Keys of one instruction set. */
  static final int COUNT = 128;

  /** Output stages. */
  enum Stage {
    INT32(4),
    REQUANTIZE(1),
    REQUANTIZE_ADD(1),
    DEQUANTIZE(4);

    private final int bytes;

    Stage(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes of a result. */
    int bytes() {
      return bytes;
    }
  }

  /** The most rows of a tile: as many accumulators as registers allow. */
  int maxRows() {
    if (isa.hasMasks()) {
      return 8;
    }
    return weightZero ? 4 : 6;
  }

  /** Columns of a tile: two vectors. */
  int columns() {
    return 2 * isa.lanes();
  }

  /** Integers of A in 32 bits. */
  int perStep() {
    return isa.hasDotProduct() ? 4 : 2;
  }

  /** A number of its own among the keys of its instruction set. */
  int index() {
    int index = stage.ordinal();
    for (boolean b : new boolean[] {offsets, signed, rowZero, weightZero, guarded}) {
      index = 2 * index + (b ? 1 : 0);
    }
    return index;
  }

  /** Bytes of a panel's step. */
  int stepBytes() {
    return columns() * perStep();
  }

  String name(int rows) {
    String operands = !isa.hasDotProduct() ? "s16" : signed ? "s8" : "u8";
    return (offsets ? "conv_" : "gemm_")
        + operands
        + "_"
        + stage.name().toLowerCase(Locale.ROOT)
        + (rowZero ? "_rowzero" : "")
        + (weightZero ? "_weightzero" : "")
        + (guarded ? "_guarded" : "")
        + ("_" + rows + "x" + columns() + "_")
        + isa.name().toLowerCase(Locale.ROOT);
  }
}
