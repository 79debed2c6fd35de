package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatStage;
import dev.octet.kernels.x86.machine.Isa;
import java.util.Locale;

/**
 * What distinguishes micro-kernels of float products, apart from their rows: never a shape.
 *
 * @param isa instructions
 * @param offsets whether rows of A are found through a table of offsets, one for each tap, rather
 *     than at a constant distance
 * @param stage what becomes of a sum
 * @param vectors vectors of columns: 1 where there are so few columns, else 2
 */
record FloatTileKey(Isa isa, boolean offsets, Stage stage, int vectors) {
  /** Output stages. */
  enum Stage {
    /** Sum and bias. */
    SUM,
    /** Those, within limits. */
    CLAMP,
    /** Those and a second input, within limits. */
    ADD;

    static Stage of(FloatStage stage) {
      return stage.addend() != null ? ADD : stage.changes() ? CLAMP : SUM;
    }
  }

  /** How many there are for an instruction set. */
  static final int COUNT = 4 * Stage.values().length;

  /** Its place among those of its instruction set. */
  int index() {
    return (stage.ordinal() * 2 + (offsets ? 1 : 0)) * 2 + vectors - 1;
  }

  /** The most rows of a tile: as many accumulators as registers allow. */
  static int maxRows(Isa isa) {
    return isa.hasMasks() ? 8 : 6;
  }

  int maxRows() {
    return maxRows(isa);
  }

  /** Columns of a tile. */
  int columns() {
    return vectors * isa.lanes();
  }

  String name(int rows) {
    return "%s_f32_%s_%dx%d_%s"
        .formatted(
            offsets ? "conv" : "gemm",
            stage.name().toLowerCase(Locale.ROOT),
            rows,
            columns(),
            isa.name().toLowerCase(Locale.ROOT));
  }
}
