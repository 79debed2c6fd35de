package dev.octet.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.QStage;
import dev.octet.kernel.panel.ByteRow;
import dev.octet.kernel.panel.ByteTile;
import dev.octet.kernel.panel.DepthwiseTile;
import dev.octet.kernel.panel.FloatTile;
import dev.octet.kernel.panel.OutputStage;
import dev.octet.kernel.panel.Pieces;
import dev.octet.kernel.panel.Widening;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * C2 made machine code of every vector: once it has compiled a kernel, a call makes no object. A
 * vector that it could not keep in a register is one, and costs a thousand times more.
 */
class VectorAllocationTest {
  private static final int LANES = VectorWidth.LANES;
  private static final int SIZE = 1024;

  private final float[] x = new float[SIZE];
  private final float[] z = new float[SIZE];
  private final float[] y = new float[SIZE];
  private final byte[] q = new byte[SIZE];
  private final byte[] r = new byte[SIZE];
  private final int[] acc = new int[SIZE];

  VectorAllocationTest() {
    for (int i = 0; i < SIZE; i++) {
      x[i] = (i % 37 - 18) / 4f;
      z[i] = (i % 23 + 1) / 16f;
      q[i] = (byte) (i * 7);
      acc[i] = i * 311 - 150_000;
    }
  }

  record Call(String name, Runnable body) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void makesNoObject(Call call) {
    assertThat(Allocation.bytes(call.body)).as("bytes of %s", call).isZero();
  }

  /** Of every kernel, rows of one vector, of some, and of many with an end. */
  static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (int n : new int[] {LANES, 4 * LANES + 3, 20 * LANES + 1}) {
      addRows(calls, n);
      new VectorAllocationTest().addStages(calls, n);
    }
    new VectorAllocationTest().addTiles(calls);
    return calls;
  }

  private static void addRows(List<Call> calls, int n) {
    for (KernelCase<?> kernel : RowKernels.all()) {
      if (isSpoilt(kernel)) {
        continue;
      }
      calls.add(new Call(kernel + " of " + n, () -> kernel.run(n, false)));
      if (kernel.twoWays()) {
        calls.add(new Call(kernel + " of " + n + ", the other way", () -> kernel.run(n, true)));
      }
    }
  }

  /**
   * After other kernels of bytes C2 25 makes one object a vector of these, though all is inlined:
   * with 128 bits of two kernels, with others of operations with a number. Not where it compiles
   * them first, as {@link InliningProfileTest} lets it, and not with {@code -XX:-UseLoopPredicate}.
   */
  private static boolean isSpoilt(KernelCase<?> kernel) {
    String name = kernel.name();
    return VectorWidth.HAS_BYTES
        ? name.startsWith("QBinary") && name.contains("scalar")
        : name.startsWith("QBinary") || name.startsWith("QNorm");
  }

  private void addStages(List<Call> calls, int n) {
    String of = " of " + n;
    Widening widening = new VectorWidening();
    for (boolean unsigned : new boolean[] {false, true}) {
      String name = "widen" + of + (unsigned ? ", unsigned" : "");
      calls.add(new Call(name, () -> widening.widen(q, 1, n, unsigned, 3, y, 2)));
    }
    OutputStage output = new QOutput();
    int[] factors = acc.clone();
    calls.add(new Call("subtract" + of, () -> output.subtract(acc, 1, n, factors, 2, 3)));
    float[] one = {0.004f};
    for (float[] scales : new float[][] {one, z}) {
      for (float[] bias : new float[][] {null, x}) {
        String how = of + ", " + scales.length + " scales" + (bias == null ? "" : ", bias");
        QStage.Requantize requantize = new QStage.Requantize(bias, scales, 7, 0, 255, r, 1, n);
        calls.add(
            new Call("requantize" + how, () -> output.requantize(x, 1, n, 2, n, requantize, 0, 0)));
        QStage.RequantizeAdd add =
            new QStage.RequantizeAdd(bias, scales, q, 1, n, true, 0.1f, 9, 5f, 7, 0, 255, r, 1, n);
        calls.add(
            new Call("requantizeAdd" + how, () -> output.requantizeAdd(x, 1, n, 2, n, add, 0, 0)));
        QStage.Dequantize dequantize =
            new QStage.Dequantize(one, false, scales, bias, true, y, 1, n);
        calls.add(
            new Call("dequantize" + how, () -> output.dequantize(x, 1, n, 2, n, dequantize, 0, 0)));
      }
    }
  }

  private void addTiles(List<Call> calls) {
    int[] at = {0, 100, 200, 300, 400, 500, 600, 700};
    float[] c = new float[8 * 4 * LANES];
    for (FloatTile tile : List.of(VectorGemm.tile(), new FloatTile8x1())) {
      float[] b = new float[67 * tile.columns()];
      Arrays.fill(b, 0.25f);
      int columns = tile.columns();
      forTiles(
          tile.getClass().getSimpleName(),
          tile.rows(),
          (m, pieces) ->
              tile.multiply(m, pieces, 0, 2, x, at, 0, b, 0, x, 0, columns, c, 0, columns),
          calls);
    }
    for (ByteTile tile : List.of(VectorGemm.byteTile(), new ByteTile8x1())) {
      byte[] b = new byte[67 * tile.columns()];
      Arrays.fill(b, (byte) 3);
      if (VectorWidth.HAS_BYTES) {
        forTiles(
            tile.getClass().getSimpleName(),
            tile.rows(),
            (m, pieces) -> tile.multiply(m, pieces, 0, 2, x, at, 0, b, 0, c),
            calls);
      }
    }
    addDepthwise(calls);
    ByteRow row = VectorGemm.row();
    int[] a = new int[67];
    Arrays.fill(a, 0x0007_0007);
    byte[] b = new byte[67 * row.columns()];
    for (int depth : new int[] {1, 67}) {
      String name = row.getClass().getSimpleName() + ", depth " + depth;
      calls.add(new Call(name, () -> row.multiply(depth, a, 0, b, 0, acc, 0)));
    }
  }

  private interface Tile {
    void multiply(int rows, Pieces pieces);
  }

  private static void forTiles(String name, int most, Tile tile, List<Call> calls) {
    for (int rows = 1; rows <= most; rows++) {
      for (int depth : new int[] {1, 66}) {
        int m = rows;
        Pieces pieces =
            new Pieces(
                new int[] {0, 70}, new int[] {depth, 1}, new int[] {2}, new int[] {0, depth + 1});
        calls.add(
            new Call(
                name + " of " + rows + " rows, depth " + depth, () -> tile.multiply(m, pieces)));
      }
    }
  }

  private void addDepthwise(List<Call> calls) {
    DepthwiseTile tile = new VectorDepthwiseTile();
    int[] offsets = new int[25];
    Arrays.setAll(offsets, i -> i * LANES);
    float[] in = new float[(2 * 23 + 25) * LANES];
    float[] w = new float[25 * LANES];
    float[] out = new float[23 * LANES];
    Arrays.fill(in, 0.5f);
    Arrays.fill(w, 0.25f);
    for (int pixels : new int[] {1, 5, 23}) {
      for (int taps : new int[] {9, 25}) {
        for (int step : new int[] {LANES, 2 * LANES}) {
          calls.add(
              new Call(
                  "depthwise, " + pixels + " pixels, " + taps + " taps, step " + step,
                  () ->
                      tile.multiply(1, 0, pixels, 0, taps, in, 0, step, offsets, w, 0, x, 0, out)));
        }
      }
    }
  }
}
