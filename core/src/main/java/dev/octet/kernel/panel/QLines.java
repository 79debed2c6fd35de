package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QStage;

/**
 * Lines of a depthwise convolution of integers.
 *
 * @param output what turns accumulators into results
 * @param stage what becomes of them
 * @param channels outputs of a pixel
 * @param context scratch
 */
record QLines(OutputStage output, QStage stage, int channels, KernelContext context)
    implements Depthwise.Lines {
  /** Taps whose sums are exact as floats: 257 * 255 * 255 < 2^24. */
  private static final int EXACT_TAPS = 257;

  @Override
  public int exactTaps() {
    return EXACT_TAPS;
  }

  @Override
  public float[] start(int padded) {
    return new float[padded];
  }

  @Override
  public Depthwise.Line open(int n) {
    int[] acc = context.ints(n);
    return new Depthwise.Line() {
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
          output.store(acc, i * stride, channels, stage, row + i, 0);
        }
      }

      @Override
      public void close() {
        context.release(acc);
      }
    };
  }
}
