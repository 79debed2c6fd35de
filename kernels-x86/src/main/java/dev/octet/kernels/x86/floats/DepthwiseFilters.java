package dev.octet.kernels.x86.floats;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.product.OffsetTable;
import dev.octet.kernels.x86.product.Schedule;
import dev.octet.kernels.x86.product.Tiles;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Weights of a depthwise convolution with as many outputs as inputs, {@code [tap][channel]}. */
final class DepthwiseFilters implements FloatConv.FloatFilters {
  /** Multiply-accumulates of a call. */
  private static final long CALL = 1_000_000;

  private final Codes codes;
  private final ConvFilter filter;
  private final float[] weights;
  private volatile OffsetTable last;

  private DepthwiseFilters(Codes codes, ConvFilter filter, float[] weights) {
    this.codes = codes;
    this.filter = filter;
    this.weights = weights;
  }

  /**
   * Micro-kernels, and how they are called.
   *
   * @param isa instructions
   * @param memory where code goes
   * @param caller how it is called
   * @param byKey those that there are, by rows less 1
   */
  record Codes(Isa isa, CodeMemory memory, Caller caller, Map<DepthwiseKey, List<Code>> byKey) {
    Codes(Isa isa, CodeMemory memory, Caller caller) {
      this(isa, memory, caller, new ConcurrentHashMap<>());
    }

    private Code get(DepthwiseKey key, int rows) {
      return byKey.computeIfAbsent(key, this::all).get(rows - 1);
    }

    private List<Code> all(DepthwiseKey key) {
      return memory.later(
          IntStream.rangeClosed(1, DepthwiseKey.ROWS)
              .mapToObj(rows -> new DepthwiseKernel(key, rows))
              .toList());
    }
  }

  static boolean serves(ConvFilter filter) {
    return filter.isDepthwise() && filter.groupOutputs() == 1;
  }

  static DepthwiseFilters pack(Codes codes, ConvFilter filter, float[] w, int offset) {
    int taps = filter.taps();
    int channels = filter.inChannels();
    float[] weights = new float[taps * channels];
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < taps; t++) {
        weights[t * channels + c] = w[offset + c * taps + t];
      }
    }
    return new DepthwiseFilters(codes, filter, weights);
  }

  @Override
  public ConvFilter filter() {
    return filter;
  }

  @Override
  public long bytes() {
    return 4L * weights.length;
  }

  void convolve(FloatConv.FloatImage x, FloatStage stage, KernelContext context) {
    int outDepth = Math.max(0, filter.outputSize(filter.depth(), x.depth()));
    int outHeight = Math.max(0, filter.outputSize(filter.height(), x.height()));
    int outWidth = Math.max(0, filter.outputSize(filter.width(), x.width()));
    int outputs = outDepth * outHeight * outWidth;
    if (outputs == 0 || x.batch() == 0) {
      return;
    }
    FloatPixels pixels = FloatPixels.inPlace(x);
    // Offsets count bytes.
    Math.multiplyExact(4, pixels.image());
    int channels = filter.inChannels();
    float[] zeros = context.floats(channels);
    Arrays.fill(zeros, 0, channels, 0f);
    OffsetTable table = table(x, pixels);
    DepthwiseKey key = new DepthwiseKey(codes.isa, FloatTileKey.Stage.of(stage));
    Tiles tiles = Tiles.of(outputs, DepthwiseKey.ROWS);
    for (int i = 0; i < x.batch(); i++) {
      int image = i;
      int length = Math.max(0, pixels.image() - pixels.pixel() + channels);
      MemorySegment from =
          Runs.of(pixels.array(), pixels.offset() + (long) i * pixels.image(), length);
      new Schedule(tiles, DepthwiseKey.ROWS, 1, 1, 0, weights.length, CALL)
          .run(
              context,
              DepthwiseParams.COUNT,
              (all, first, end, panel, panels, p) ->
                  call(
                      key,
                      all.rowsOf(first),
                      end - first,
                      from,
                      table.offsets(),
                      all.firstRow(first),
                      image * outputs,
                      Runs.of(zeros, 0, channels),
                      stage,
                      p));
    }
    context.release(zeros);
  }

  private void call(
      DepthwiseKey key,
      int tileRows,
      int tiles,
      MemorySegment image,
      int[] table,
      int row,
      int firstRow,
      MemorySegment zeros,
      FloatStage stage,
      int[] p) {
    int channels = filter.inChannels();
    int taps = filter.taps();
    int rows = tiles * tileRows;
    p[DepthwiseParams.CHANNELS] = channels;
    p[DepthwiseParams.TAPS] = taps;
    p[DepthwiseParams.TILES] = tiles;
    p[DepthwiseParams.C_STRIDE] = stage.rowStride();
    p[DepthwiseParams.X_STRIDE] = stage.addendStride();
    p[DepthwiseParams.LEAST] = Float.floatToRawIntBits(stage.lo());
    p[DepthwiseParams.GREATEST] = Float.floatToRawIntBits(stage.hi());
    codes.caller.call(
        codes.get(key, tileRows),
        image,
        MemorySegment.ofArray(weights),
        MemorySegment.ofArray(p).asSlice(0, 4L * DepthwiseParams.COUNT),
        Runs.results(stage, firstRow + row, rows, 0, channels),
        Runs.orNone(stage.bias(), 0, channels),
        Machine.NONE,
        Runs.second(stage, firstRow + row, rows, 0, channels),
        Machine.NONE,
        MemorySegment.ofArray(table).asSlice(4L * row * taps, 4L * rows * taps),
        zeros);
  }

  private OffsetTable table(FloatConv.FloatImage x, FloatPixels pixels) {
    OffsetTable.Images images =
        new OffsetTable.Images(
            x.depth(), x.height(), x.width(), 4 * pixels.pixel(), 4 * pixels.line());
    OffsetTable table = last;
    if (table == null || !table.images().equals(images)) {
      table = OffsetTable.of(filter, false, images, DepthwiseKey.ROWS);
      last = table;
    }
    return table;
  }
}
