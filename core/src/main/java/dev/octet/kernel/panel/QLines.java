package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QStage;

/**
 * Lines of integers.
 *
 * @param output what turns accumulators into results
 * @param stage what becomes of them
 * @param filter the convolution
 * @param context scratch
 */
record QLines(OutputStage output, QStage stage, ConvFilter filter, KernelContext context)
    implements ConvLines.Lines {
  /** Products whose sums are exact as floats: 257 * 255 * 255 < 2^24. */
  private static final int EXACT = 257;

  @Override
  public int exactTaps() {
    return EXACT / filter.groupInputs();
  }

  @Override
  public float[] start(int padded) {
    return new float[padded];
  }

  @Override
  public ConvLines.Line open(int n) {
    int[] acc = context.ints(n);
    return new ConvLines.Line() {
      @Override
      public void add(float[] sums, int count, boolean first) {
        if (first) {
          QTiles.set(sums, count, acc);
        } else {
          QTiles.add(sums, count, acc);
        }
      }

      @Override
      public void store(int row, int pixels, int stride) {
        for (int i = 0; i < pixels; i++) {
          output.store(acc, i * stride, filter.outChannels(), stage, row + i, 0);
        }
      }

      @Override
      public void close() {
        context.release(acc);
      }
    };
  }
}
