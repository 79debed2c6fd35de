package dev.octet.kernel.plain;

import dev.octet.kernel.KernelContext;
import java.util.function.IntConsumer;

/** Cuts rows of like work into tasks. */
public final class RowTasks {
  /** Elements touched by a task: 10 to 100 µs, long enough to hide what a task costs. */
  private static final long TASK = 1 << 17;

  private RowTasks() {}

  /** Some of the rows. */
  public interface Range {
    /** Does them. */
    void run(int from, int end);
  }

  /** Runs {@code range} over all rows; {@code perRow} elements are touched for each. */
  public static void run(KernelContext context, int rows, long perRow, Range range) {
    if (rows == 0) {
      return;
    }
    int each = Math.clamp(TASK / Math.max(1, perRow), 1, rows);
    int tasks = Math.ceilDiv(rows, each);
    context.parallel(tasks, new Task(range, rows, each));
  }

  /** A record, since a lambda is slow the first time. */
  private record Task(Range range, int rows, int each) implements IntConsumer {
    @Override
    public void accept(int task) {
      range.run(task * each, Math.min(rows, (task + 1) * each));
    }
  }
}
