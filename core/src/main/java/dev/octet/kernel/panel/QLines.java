package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;

/**
 * Lines of integers.
 *
 * @param results where they go
 * @param taps of the convolution
 * @param context scratch
 */
record QLines(Results results, int taps, KernelContext context) implements ConvLines.Lines {
  /** Products whose sums are exact as floats: 257 * 255 * 255 < 2^24. */
  private static final int EXACT = 257;

  @Override
  public int exactTaps() {
    return EXACT;
  }

  @Override
  public float[] start(int padded) {
    return new float[padded];
  }

  /** Few taps are exact as floats; more are added up as integers. */
  @Override
  public ConvLines.Line open(int n) {
    int[] acc = taps <= EXACT ? null : context.ints(n);
    return new ConvLines.Line() {
      private float[] line;

      @Override
      public void add(float[] sums, int count, boolean first) {
        line = sums;
        if (acc != null && first) {
          Results.toIntegers(sums, 0, count, acc, 0);
        } else if (acc != null) {
          Results.addIntegers(sums, count, acc, 0);
        }
      }

      @Override
      public void store(int row, int pixels, int column, int n, int lanes) {
        if (acc == null) {
          results.store(line, 0, lanes, pixels, n, row, column);
        } else {
          results.store(acc, 0, pixels, n, row, column, lanes, line);
        }
      }

      @Override
      public void close() {
        if (acc != null) {
          context.release(acc);
        }
      }
    };
  }
}
