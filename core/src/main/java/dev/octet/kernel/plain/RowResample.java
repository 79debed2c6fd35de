package dev.octet.kernel.plain;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Volume;

/**
 * {@link Resample} for any machine. Each row of the input that a task needs is interpolated along W
 * once and kept while the next rows of the result need it; what is left is arithmetic between whole
 * rows.
 */
public final class RowResample implements Resample {
  private final ResampleRows rows;

  /**
   * Makes the kernel.
   *
   * @param rows what works on one row
   */
  public RowResample(ResampleRows rows) {
    this.rows = rows;
  }

  /** Interpolates one row of the input along W. */
  private interface Input {
    void across(int at, float[] y);
  }

  /** Takes a row of the result. */
  private interface Result {
    void put(float[] row, int index);
  }

  @Override
  public void linear(
      byte[] x,
      int offset,
      Shape shape,
      boolean unsigned,
      int zeroPoint,
      byte[] y,
      int to,
      KernelContext context) {
    int channels = shape.in().c();
    int length = shape.w().out() * channels;
    boolean still = shape.w().isStill();
    each(
        shape,
        context,
        (at, row) -> {
          if (still) {
            rows.widen(x, offset + at, unsigned, length, row);
          } else {
            rows.across(x, offset + at, unsigned, shape.w(), channels, row);
          }
        },
        (row, i) -> rows.round(row, length, zeroPoint, y, to + i));
  }

  @Override
  public void linear(float[] x, int offset, Shape shape, float[] y, int to, KernelContext context) {
    int channels = shape.in().c();
    int length = shape.w().out() * channels;
    boolean still = shape.w().isStill();
    each(
        shape,
        context,
        (at, row) -> {
          if (still) {
            System.arraycopy(x, offset + at, row, 0, length);
          } else {
            rows.across(x, offset + at, shape.w(), channels, row);
          }
        },
        (row, i) -> System.arraycopy(row, 0, y, to + i, length));
  }

  private void each(Shape shape, KernelContext context, Input input, Result result) {
    Volume out = shape.out();
    RowTasks.run(
        context,
        out.elements() == 0 ? 0 : out.rows(),
        8L * out.w() * out.c(),
        (from, end) -> {
          Task task = new Task(shape, rows, context, input);
          for (int row = from; row < end; row++) {
            int oh = row % out.h();
            int od = row / out.h() % out.d();
            int n = row / out.h() / out.d();
            result.put(task.row(n, od, oh), out.at(n, od, oh, 0));
          }
          task.release();
        });
  }

  /** Some rows of the result, and the rows of the input that were interpolated for them. */
  private static final class Task {
    private final Shape shape;
    private final ResampleRows rows;
    private final KernelContext context;
    private final Input input;
    private final boolean stillD;
    private final boolean stillH;
    private final int length;

    /** Row {@code keys[i]} of the input lies in {@code kept[i]}. */
    private final int[] keys = {-1, -1, -1, -1};

    private final float[][] kept = new float[4][];
    private final float[] result;
    private final float[] other;

    /** The rows that the row at work needs: not to be given up. */
    private final int[] needed = new int[4];

    Task(Shape shape, ResampleRows rows, KernelContext context, Input input) {
      this.shape = shape;
      this.rows = rows;
      this.context = context;
      this.input = input;
      stillD = shape.d().isStill();
      stillH = shape.h().isStill();
      length = shape.w().out() * shape.in().c();
      result = context.floats(length);
      other = context.floats(length);
    }

    void release() {
      context.release(result);
      context.release(other);
      for (float[] row : kept) {
        if (row != null) {
          context.release(row);
        }
      }
    }

    float[] row(int n, int od, int oh) {
      int front = (n * shape.in().d() + shape.d().lower()[od]) * shape.in().h();
      int back = (n * shape.in().d() + shape.d().upper()[od]) * shape.in().h();
      int lower = shape.h().lower()[oh];
      int upper = shape.h().upper()[oh];
      needed[0] = front + lower;
      needed[1] = front + upper;
      needed[2] = back + lower;
      needed[3] = back + upper;
      float[] first = plane(front, oh, result);
      if (stillD) {
        return first;
      }
      float[] second = plane(back, oh, other);
      rows.between(first, second, shape.d().weight()[od], length, result, 0);
      return result;
    }

    /** Row {@code oh} of the result in one plane of the input: in {@code into}, or a kept row. */
    private float[] plane(int plane, int oh, float[] into) {
      float[] a = across(plane + shape.h().lower()[oh]);
      if (stillH) {
        return a;
      }
      float[] b = across(plane + shape.h().upper()[oh]);
      rows.between(a, b, shape.h().weight()[oh], length, into, 0);
      return into;
    }

    private float[] across(int key) {
      int free = 0;
      for (int i = 0; i < keys.length; i++) {
        if (keys[i] == key) {
          return kept[i];
        }
        if (keys[i] < 0 || !isNeeded(keys[i])) {
          free = i;
        }
      }
      if (kept[free] == null) {
        kept[free] = context.floats(length);
      }
      keys[free] = key;
      input.across(key * shape.in().w() * shape.in().c(), kept[free]);
      return kept[free];
    }

    private boolean isNeeded(int key) {
      for (int row : needed) {
        if (row == key) {
          return true;
        }
      }
      return false;
    }
  }
}
