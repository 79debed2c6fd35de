package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.product.DepthwiseWeights.Run;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Packed weights of a depthwise convolution, and how work is cut into calls. */
final class DepthwiseFilters implements QConv.QFilters {
  /** Multiply-accumulates of a call: some 100 µs. */
  private static final long CALL = 8_000_000;

  /** Bytes of the image that stay in the second-level cache while blocks of channels pass. */
  private static final int CACHE = 256 << 10;

  /** Bytes of columns that stay in the first-level cache. */
  private static final int SCRATCH = 32 << 10;

  private final DepthwiseConv conv;
  private final ConvFilter filter;
  private final DepthwiseWeights weights;

  /** That of the last image. */
  private volatile DepthwisePlan last;

  DepthwiseFilters(DepthwiseConv conv, ConvFilter filter, DepthwiseWeights weights) {
    this.conv = conv;
    this.filter = filter;
    this.weights = weights;
  }

  @Override
  public ConvFilter filter() {
    return filter;
  }

  @Override
  public long bytes() {
    DepthwisePlan plan = last;
    return weights.memory().byteSize()
        + (plan == null ? 0 : 4L * plan.table().length + plan.zeroLine().length);
  }

  private DepthwisePlan plan(QConv.QImage x) {
    DepthwisePlan plan = last;
    if (plan == null || !plan.fits(x)) {
      plan = DepthwisePlan.of(filter, weights.parts(), x);
      last = plan;
    }
    return plan;
  }

  void convolve(QConv.QImage x, QStage stage, KernelContext context) {
    DepthwisePlan plan = plan(x);
    if (plan.lines() <= 0 || plan.width() <= 0) {
      return;
    }
    StageOperands operands = StageOperands.of(stage, filter.outChannels(), context);
    List<Part> parts = parts(plan, context.threads());
    if (context.threads() == 1 || parts.size() == 1) {
      for (Part part : parts) {
        call(x, plan, operands, part, context);
      }
    } else {
      context.parallel(parts.size(), i -> call(x, plan, operands, parts.get(i), context));
    }
    operands.release(context);
  }

  /** What one call does: blocks of channels, lines, and outputs of each line. */
  private record Part(
      Run run, int block, int blocks, int line, int lines, int output, int outputs) {}

  private List<Part> parts(DepthwisePlan plan, int threads) {
    long lineWork = (long) plan.width() * filter.k() * filter.outChannels();
    long lineBytes =
        (long) plan.image().width() * plan.image().pixelStride() * filter.height().stride();
    long most = Math.min(CALL / Math.max(1, lineWork), CACHE / Math.max(1, lineBytes));
    if (threads > 1) {
      most = Math.min(most, plan.lines() / (3L * threads));
    }
    int lines = (int) Math.clamp(most, 1, plan.lines());
    List<Part> parts = new ArrayList<>();
    for (int line = 0; line < plan.lines(); line += lines) {
      int some = Math.min(lines, plan.lines() - line);
      for (Run run : weights.runs()) {
        addParts(parts, plan, run, line, some, threads);
      }
    }
    return parts;
  }

  private void addParts(
      List<Part> parts, DepthwisePlan plan, Run run, int line, int lines, int threads) {
    int outputs = Math.min(plan.width(), segment(run));
    long work = Math.max(1, (long) outputs * filter.k() * run.channels() * lines);
    int blocks = (int) Math.clamp(CALL / work, 1, run.blocks());
    if (threads > 1) {
      int waiting = (plan.lines() + lines - 1) / lines;
      blocks = Math.clamp((long) run.blocks() * waiting / (3L * threads), 1, blocks);
    }
    for (int block = 0; block < run.blocks(); block += blocks) {
      int some = Math.min(blocks, run.blocks() - block);
      for (int output = 0; output < plan.width(); output += outputs) {
        int pixels = Math.min(outputs, plan.width() - output);
        parts.add(new Part(run, block, some, line, lines, output, pixels));
      }
    }
  }

  private int columnBytes(Run run) {
    int steps = weights.steps() / filter.width().kernel();
    return steps * run.vectors() * weights.isa().width().bytes();
  }

  /** Columns between an output's first and last tap. */
  private int span() {
    return (filter.width().kernel() - 1) * filter.width().dilation();
  }

  private int columns(int outputs) {
    return (outputs - 1) * filter.width().stride() + span() + 1;
  }

  /** Outputs whose columns fit in the scratch; some in any case. */
  private int segment(Run run) {
    int columns = SCRATCH / columnBytes(run);
    return Math.max(8, (columns - span() - 1) / filter.width().stride() + 1);
  }

  private void call(
      QConv.QImage x, DepthwisePlan plan, StageOperands stage, Part part, KernelContext context) {
    Run run = part.run;
    DepthwiseKey key =
        new DepthwiseKey(conv.isa(), stage.stage, !x.unsigned(), stage.guarded, run.vectors());
    Code code = conv.code(key);
    int[] p = context.ints(DepthwiseParams.COUNT);
    byte[] scratch = context.bytes(columns(part.outputs) * columnBytes(run) + 63);
    stage.put(p);
    putParameters(p, x, plan, part);
    int from = part.output * filter.width().stride() - filter.width().paddingBefore();
    int columns = columns(part.outputs);
    int left = Math.clamp(-(long) from, 0, columns);
    int right = Math.clamp((long) from + columns - x.width(), 0, columns - left);
    int inside = columns - left - right;
    p[DepthwiseParams.LEFT] = left;
    p[DepthwiseParams.INSIDE] = inside;
    p[DepthwiseParams.RIGHT] = right;
    int channel = run.channel() + part.block * run.channels();
    int channels = part.blocks * run.channels();
    int row = part.line * plan.width() + part.output;
    int rows = (part.lines - 1) * plan.width() + part.outputs;
    long tableLine = 4L * weights.columnTaps();
    conv.caller()
        .call(
            code,
            image(x, Math.max(0, from), inside, channel, channels),
            weights.blocks(run, part.block, part.blocks),
            MemorySegment.ofArray(p),
            stage.results(row, rows, channel, channels),
            stage.bias(channel, channels),
            stage.scales(channel, channels),
            stage.second(row, rows, channel, channels),
            MemorySegment.ofArray(scratch),
            MemorySegment.ofArray(plan.table())
                .asSlice(part.line * tableLine, part.lines * tableLine),
            MemorySegment.ofArray(plan.zeroLine()));
    context.release(scratch);
    context.release(p);
  }

  /** From a column on: all lines, as far as they are read. */
  private static MemorySegment image(
      QConv.QImage x, int column, int inside, int channel, int channels) {
    long pixels = (long) x.batch() * x.depth() * x.height() * x.width();
    if (pixels == 0 || inside == 0) {
      return Machine.NONE;
    }
    return MemorySegment.ofArray(x.array())
        .asSlice(
            x.offset() + (long) column * x.pixelStride() + channel,
            (pixels - x.width() + inside - 1) * x.pixelStride() + channels);
  }

  private void putParameters(int[] p, QConv.QImage x, DepthwisePlan plan, Part part) {
    Run run = part.run;
    ConvFilter.Axis width = filter.width();
    int zeroPoint = x.zeroPoint() + (x.unsigned() ? 0 : 128);
    int columnBytes = columnBytes(run);
    boolean together = width.dilation() == 1;
    p[TileParams.ZERO_POINT] = zeroPoint;
    p[TileParams.LAST_COLUMNS] = run.last();
    p[DepthwiseParams.FILL] = zeroPoint * (conv.isa().hasDotProduct() ? 0x01010101 : 0x00010001);
    p[DepthwiseParams.BLOCKS] = part.blocks;
    p[DepthwiseParams.LINES] = part.lines;
    p[DepthwiseParams.OUTPUTS] = part.outputs;
    p[DepthwiseParams.COLUMN_TAPS] = weights.columnTaps();
    p[DepthwiseParams.PIXEL] = x.pixelStride();
    p[DepthwiseParams.COLUMN] = columnBytes;
    p[DepthwiseParams.STRIDE] = columnBytes * width.stride();
    p[DepthwiseParams.RUNS] = together ? 1 : width.kernel();
    p[DepthwiseParams.RUN_STEPS] = weights.steps() / p[DepthwiseParams.RUNS];
    p[DepthwiseParams.RUN] = columnBytes * width.dilation();
    p[DepthwiseParams.C_LINE] = plan.width() * p[TileParams.C_STRIDE];
    p[DepthwiseParams.X_LINE] = plan.width() * p[TileParams.X_STRIDE];
    long mask = -1L >>> (64 - Math.min(64, run.channels()));
    p[DepthwiseParams.MASK] = (int) mask;
    p[DepthwiseParams.MASK + 1] = (int) (mask >>> 32);
  }
}
