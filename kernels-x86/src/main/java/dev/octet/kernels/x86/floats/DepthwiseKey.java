package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.machine.Isa;
import java.util.Locale;

/**
 * What distinguishes micro-kernels of depthwise convolutions, apart from their rows: never a shape.
 *
 * @param isa instructions
 * @param stage what becomes of a sum
 */
record DepthwiseKey(Isa isa, FloatTileKey.Stage stage) {
  /** The most pixels of a tile. */
  static final int ROWS = 4;

  /** Vectors of channels at a time: as many accumulators as registers allow. */
  int vectors() {
    return isa.hasMasks() ? 4 : 2;
  }

  String name(int rows) {
    return "depthwise_f32_%s_%d_%s".formatted(stage, rows, isa).toLowerCase(Locale.ROOT);
  }
}
