package dev.octet.kernels.x86.elements;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Volume;
import java.lang.foreign.MemorySegment;

/**
 * What {@link PoolWindows} reads: where the windows of some lines of results are, in 32-bit
 * integers; places are bytes from the input's first element.
 *
 * <pre>
 * head     rows, pixels of a row, channels, step along W, least, greatest, zero point, 0
 * rows     lines of a row's windows, where its pixels' entries are, the place of each line
 * pixels   place along W, elements along W, multiplier, first sum
 * </pre>
 *
 * <p>Neighbouring rows whose pixels have the same entries share them.
 */
final class PoolTable {
  static final int ROWS = 0;
  static final int PIXELS = 1;
  static final int CHANNELS = 2;
  static final int STEP = 3;
  static final int LEAST = 4;
  static final int GREATEST = 5;
  static final int ZERO_POINT = 6;

  /** Integers of the head. */
  static final int HEAD = 8;

  /** Integers of a pixel's entry. */
  static final int PIXEL = 4;

  private final Pool.Shape shape;
  private final Volume out;
  private final int elementBytes;
  private final Averages averages;

  /** What an average adds to the entry of a pixel: nothing for a maximum. */
  interface Averages {
    /** No averages. */
    Averages NONE =
        new Averages() {
          @Override
          public int multiplier(float divisor) {
            return 0;
          }

          @Override
          public int firstSum(int taps) {
            return 0;
          }
        };

    /** The multiplier, by a window's own divisor; bits of a float. */
    int multiplier(float divisor);

    /** What the sum of so many elements begins with. */
    int firstSum(int taps);
  }

  PoolTable(Pool.Shape shape, int elementBytes, Averages averages) {
    this.shape = shape;
    this.out = shape.out();
    this.elementBytes = elementBytes;
    this.averages = averages;
  }

  /** A table that is borrowed, and how much of it counts. */
  record Filled(int[] array, int size) {
    /** Where the integers of averages end, and their zero point. */
    void setLimits(int least, int greatest, int zeroPoint) {
      array[LEAST] = least;
      array[GREATEST] = greatest;
      array[ZERO_POINT] = zeroPoint;
    }

    MemorySegment segment() {
      return MemorySegment.ofArray(array).asSlice(0, 4L * size);
    }
  }

  /** Fills a borrowed array for some rows; the head's limits are left to the caller. */
  Filled rows(int from, int end, KernelContext context) {
    int lines = 0;
    int kinds = 0;
    for (int row = from; row < end; row++) {
      lines += lines(row);
      kinds += row == from || !alike(row, row - 1) ? 1 : 0;
    }
    int entries = HEAD + 2 * (end - from) + lines;
    int size = entries + kinds * out.w() * PIXEL;
    int[] table = context.ints(size);
    table[ROWS] = end - from;
    table[PIXELS] = out.w();
    table[CHANNELS] = out.c();
    table[STEP] = shape.w().step() * out.c() * elementBytes;
    int at = HEAD;
    entries -= out.w() * PIXEL;
    for (int row = from; row < end; row++) {
      if (row == from || !alike(row, row - 1)) {
        entries += out.w() * PIXEL;
        pixels(row, table, entries);
      }
      table[at++] = lines(row);
      table[at++] = 4 * entries;
      at = places(row, table, at);
    }
    return new Filled(table, size);
  }

  private int oh(int row) {
    return row % out.h();
  }

  private int od(int row) {
    return row / out.h() % out.d();
  }

  private int lines(int row) {
    return shape.d().count()[od(row)] * shape.h().count()[oh(row)];
  }

  private boolean alike(int row, int other) {
    return averages == Averages.NONE || lines(row) == lines(other) && share(row) == share(other);
  }

  /** What D and H have in the divisors of a row. */
  private long share(int row) {
    return (long) shape.d().divisor()[od(row)] * shape.h().divisor()[oh(row)];
  }

  private int places(int row, int[] table, int at) {
    int n = row / out.h() / out.d();
    for (int d = 0; d < shape.d().count()[od(row)]; d++) {
      int id = shape.d().first()[od(row)] + d * shape.d().step();
      for (int h = 0; h < shape.h().count()[oh(row)]; h++) {
        int ih = shape.h().first()[oh(row)] + h * shape.h().step();
        table[at++] = shape.in().at(n, id, ih, 0) * elementBytes;
      }
    }
    return at;
  }

  private void pixels(int row, int[] table, int at) {
    int lines = lines(row);
    for (int ow = 0; ow < out.w(); ow++) {
      int taps = lines * shape.w().count()[ow];
      float divisor = taps == 0 ? 1f : shape.divisor(od(row), oh(row), ow);
      table[at++] = shape.w().first()[ow] * out.c() * elementBytes;
      table[at++] = shape.w().count()[ow];
      table[at++] = averages.multiplier(divisor);
      table[at++] = averages.firstSum(taps);
    }
  }
}
