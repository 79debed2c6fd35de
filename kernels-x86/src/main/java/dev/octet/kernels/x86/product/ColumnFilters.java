package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.product.ColumnWeights.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Packed weights of a convolution whose groups have few channels, and how work is cut into calls.
 */
final class ColumnFilters implements QConv.QFilters {
  /** Multiply-accumulates of a call: some 100 µs. */
  private static final long CALL = 8_000_000;

  /** Multiply-accumulates that are worth a task of their own. */
  private static final long PART = 400_000;

  /** Bytes of the image that stay in the second-level cache while blocks of channels pass. */
  private static final int CACHE = 256 << 10;

  /** Bytes of columns that stay in the first-level cache. */
  private static final int SCRATCH = 32 << 10;

  private final ColumnConv conv;
  private final ConvFilter filter;
  private final ColumnWeights weights;

  /** That of the last image. */
  private volatile ColumnPlan last;

  ColumnFilters(ColumnConv conv, ConvFilter filter, ColumnWeights weights) {
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
    ColumnPlan plan = last;
    return weights.memory().byteSize()
        + (plan == null ? 0 : 4L * plan.table().length + plan.zeroLine().length);
  }

  private ColumnPlan plan(QConv.QImage x) {
    ColumnPlan plan = last;
    if (plan == null || !plan.fits(x)) {
      plan = ColumnPlan.of(filter, weights, x);
      last = plan;
    }
    return plan;
  }

  void convolve(QConv.QImage x, QStage stage, KernelContext context) {
    ColumnPlan plan = plan(x);
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

  private List<Part> parts(ColumnPlan plan, int threads) {
    long lineWork = (long) plan.width() * filter.k() * filter.outChannels();
    long lineBytes =
        (long) plan.image().width() * plan.image().pixelStride() * filter.height().stride();
    long most = Math.min(CALL / Math.max(1, lineWork), CACHE / Math.max(1, lineBytes));
    if (threads > 1) {
      long fair = Math.max(plan.lines() / (3L * threads), PART / Math.max(1, lineWork));
      most = Math.min(most, fair);
    }
    int shared = plan.shared();
    int lines = Math.clamp(most / shared * shared, shared, plan.lines() + shared);
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
      List<Part> parts, ColumnPlan plan, Run run, int line, int lines, int threads) {
    int outputs = segment(run, plan.width());
    long work = Math.max(1, (long) outputs * filter.k() * run.channels() * lines);
    int blocks = Math.clamp(CALL / work, 1, run.blocks());
    if (threads > 1) {
      int waiting = (plan.lines() + lines - 1) / lines;
      long fair = Math.max((long) run.blocks() * waiting / (3L * threads), PART / work);
      blocks = Math.clamp(fair, 1, blocks);
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

  /** Outputs whose columns fit in the scratch, or some: a line in parts as equal as can be. */
  private int segment(Run run, int outputs) {
    int columns = SCRATCH / columnBytes(run);
    int most = Math.max(8, (columns - span() - 1) / filter.width().stride() + 1);
    int segments = (outputs + most - 1) / most;
    return (outputs + segments - 1) / segments;
  }

  private void call(
      QConv.QImage x, ColumnPlan plan, StageOperands stage, Part part, KernelContext context) {
    Run run = part.run;
    ColumnKey key =
        new ColumnKey(
            conv.isa(),
            stage.stage,
            !x.unsigned(),
            stage.guarded,
            run.vectors(),
            weights.inputs() == null ? 0 : weights.inputs().bytes());
    Code code = conv.code(key);
    int[] p = context.ints(ColumnParams.COUNT);
    int[] scratch = context.ints((columns(part.outputs) * columnBytes(run) + 63 + 3) / 4);
    stage.put(p);
    putParameters(p, x, plan, part);
    int from = part.output * filter.width().stride() - filter.width().paddingBefore();
    int columns = columns(part.outputs);
    int left = Math.clamp(-(long) from, 0, columns);
    int right = Math.clamp((long) from + columns - x.width(), 0, columns - left);
    int inside = columns - left - right;
    p[ColumnParams.LEFT] = left;
    p[ColumnParams.INSIDE] = inside;
    p[ColumnParams.RIGHT] = right;
    int channel = run.channel() + part.block * run.channels();
    int channels = part.blocks * run.channels();
    int row = part.line * plan.width() + part.output;
    int rows = (part.lines - 1) * plan.width() + part.outputs;
    int firstShared = part.line / plan.shared();
    int manyShared = (part.lines + plan.shared() - 1) / plan.shared();
    long tableLine = 4L * plan.taps();
    // From a column on: all lines, as far as they are read.
    boolean all = weights.inputs() != null;
    long pixels = (long) x.batch() * x.depth() * x.height() * x.width();
    boolean reads = pixels > 0 && inside > 0;
    int firstChannel = all ? 0 : channel;
    long imageFrom = x.offset() + (long) Math.max(0, from) * x.pixelStride() + firstChannel;
    long imageBytes =
        (pixels - x.width() + inside - 1) * x.pixelStride()
            + (all ? filter.inChannels() : channels);
    conv.caller()
        .call(
            code,
            x.array(),
            reads ? imageFrom : 0,
            reads ? imageBytes : 0,
            weights.blocks(run, part.block, part.blocks),
            p,
            stage.c,
            stage.resultsFrom(row, channel),
            stage.resultsBytes(rows, channels),
            stage.bias,
            stage.scales,
            stage.columnsFrom(channel),
            stage.columnsBytes(channels),
            stage.x,
            stage.secondFrom(row, channel),
            stage.secondBytes(rows, channels),
            scratch,
            0,
            4L * scratch.length,
            plan.table(),
            firstShared * tableLine,
            manyShared * tableLine,
            plan.zeroLine(),
            plan.zeroLine().length);
    context.release(scratch);
    context.release(p);
  }

  private void putParameters(int[] p, QConv.QImage x, ColumnPlan plan, Part part) {
    Run run = part.run;
    ConvFilter.Axis width = filter.width();
    int zeroPoint = x.zeroPoint() + (x.unsigned() ? 0 : 128);
    int columnBytes = columnBytes(run);
    boolean together = width.dilation() == 1;
    p[TileParams.ZERO_POINT] = zeroPoint;
    p[TileParams.LAST_COLUMNS] = run.last();
    p[ColumnParams.FILL] = zeroPoint * (conv.isa().hasDotProduct() ? 0x01010101 : 0x00010001);
    p[ColumnParams.BLOCKS] = part.blocks;
    p[ColumnParams.LINES] = part.lines;
    p[ColumnParams.OUTPUTS] = part.outputs;
    p[ColumnParams.COLUMN_TAPS] = plan.taps();
    p[ColumnParams.SHARED] = plan.shared();
    p[ColumnParams.TAP_STEPS] = filter.groupInputs() / ColumnKey.perStep(conv.isa());
    p[ColumnParams.PIXEL] = x.pixelStride();
    p[ColumnParams.COLUMN] = columnBytes;
    p[ColumnParams.STRIDE] = columnBytes * width.stride();
    p[ColumnParams.RUNS] = together ? 1 : width.kernel();
    p[ColumnParams.RUN_STEPS] = weights.steps() / p[ColumnParams.RUNS];
    p[ColumnParams.RUN] = columnBytes * width.dilation();
    p[ColumnParams.SET] = weights.steps() * run.vectors() * weights.isa().width().bytes();
    p[ColumnParams.SETS] = weights.shared() * p[ColumnParams.SET];
    p[ColumnParams.SLIDES] =
        together && width.stride() == 1 && width.kernel() == 3 && weights.steps() == 3 ? 1 : 0;
    p[ColumnParams.C_LINE] = plan.width() * p[TileParams.C_STRIDE];
    p[ColumnParams.X_LINE] = plan.width() * p[TileParams.X_STRIDE];
    long mask = -1L >>> (64 - Math.min(64, run.channels()));
    p[ColumnParams.MASK] = (int) mask;
    p[ColumnParams.MASK + 1] = (int) (mask >>> 32);
  }
}
