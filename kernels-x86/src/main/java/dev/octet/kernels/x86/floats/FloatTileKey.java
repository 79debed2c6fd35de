package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.machine.Isa;
import java.util.Locale;

/**
 * What distinguishes micro-kernels of float products, apart from their rows: never a shape.
 *
 * @param isa instructions
 * @param offsets whether rows of A are found through a table of offsets, one for each tap, rather
 *     than at a constant distance
 * @param stage what becomes of a sum
 */
record FloatTileKey(Isa isa, boolean offsets, Stage stage) {
  /** Output stages. */
  enum Stage {
    /** Sum and bias. */
    SUM,
    /** Those, within limits. */
    CLAMP,
    /** Those and a second input, within limits. */
    ADD
  }

  /** The most rows of a tile: as many accumulators as registers allow. */
  int maxRows() {
    return isa.hasMasks() ? 8 : 6;
  }

  /** Columns of a tile: two vectors. */
  int columns() {
    return 2 * isa.lanes();
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
