package dev.octet.kernel.panel;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import java.util.List;

/**
 * {@link FloatGemm} around a micro-kernel. Packed B is a row of panels, each as wide as the tile:
 *
 * <pre>
 * panel 0                             panel 1
 * B[0][0]   B[1][0]   ... B[w-1][0]   | B[w][0]   ...        w = tile columns
 * B[0][1]   B[1][1]   ... B[w-1][1]   | B[w][1]   ...
 * ...                                 |
 * B[0][K-1] B[1][K-1] ... B[w-1][K-1] | B[w][K-1] ...        the last panel is padded with zeros
 * </pre>
 *
 * <p>Rows of A are read where they lie ({@link MatrixRows}). A task goes through its panels,
 * through K in blocks, and through its rows tile by tile.
 */
public final class PanelFloatGemm implements FloatGemm {
  private final FloatTiles tiles;

  /**
   * Makes a kernel.
   *
   * @param tile the micro-kernel
   * @param staging what goes in and comes out
   */
  public PanelFloatGemm(FloatTile tile, FloatStaging staging) {
    this.tiles = new FloatTiles(tile, staging);
  }

  @Override
  public int packedSize(int n, int k) {
    int columns = tiles.columns();
    return Math.multiplyExact(Math.multiplyExact(Tasks.ceilDiv(n, columns), columns), k);
  }

  @Override
  public FloatPanels pack(FloatMatrix b, float[] into) {
    FloatPacking.panels(b, tiles.columns(), into);
    return new FloatPanels(into, b.rows(), b.cols());
  }

  @Override
  public void multiply(
      FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
    if (a.rows() == 0 || b.n() == 0) {
      return;
    }
    FloatStage stage = FloatStage.of(bias, c.array(), c.offset(), c.rowStride());
    FloatTiles.Product product =
        new FloatTiles.Product(List.of(new FloatTiles.Bundle(b, 0, 0)), stage, null, context);
    MacroLoop.Job job = tiles.job(new MatrixRows(a, tiles.staging()), product);
    MacroLoop.run(List.of(job), tiles.tiling(), tiles.columns(), context);
  }
}
