package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import java.util.Arrays;

/**
 * Lines of integers.
 *
 * @param results where they go
 * @param taps of the convolution
 * @param context scratch
 */
record QLines(Results results, int taps, KernelContext context)
    implements ConvLines.Lines, ConvLines.Line {
  /** Products whose sums are exact as floats: 257 * 255 * 255 < 2^24. */
  private static final int EXACT = 257;

  @Override
  public int exactTaps() {
    return EXACT;
  }

  @Override
  public void start(float[] to, int padded) {
    Arrays.fill(to, 0, padded, 0f);
  }

  /** Few taps are exact as floats, and need nothing but their sums. */
  @Override
  public ConvLines.Line open(int n) {
    return taps <= EXACT ? this : new Many(results, context.ints(n), context);
  }

  @Override
  public void add(float[] sums, int n, boolean first) {
    assert first;
  }

  @Override
  public void store(float[] sums, int row, int pixels, int column, int n, int lanes) {
    results.store(sums, 0, lanes, pixels, n, row, column);
  }

  @Override
  public void close() {}

  /** Sums over more taps, added up as integers. */
  private record Many(Results results, int[] acc, KernelContext context) implements ConvLines.Line {
    @Override
    public void add(float[] sums, int n, boolean first) {
      if (first) {
        Results.toIntegers(sums, 0, n, acc, 0);
      } else {
        Results.addIntegers(sums, n, acc, 0);
      }
    }

    @Override
    public void store(float[] sums, int row, int pixels, int column, int n, int lanes) {
      results.store(acc, 0, pixels, n, row, column, lanes, sums);
    }

    @Override
    public void close() {
      context.release(acc);
    }
  }
}
