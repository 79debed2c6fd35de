package dev.octet.nn.support;

import dev.octet.engine.Execution;
import java.util.function.IntConsumer;

/** Work that falls into rows or elements, cut into tasks that are worth a thread's waking. */
public final class Rows {
  /** About ten microseconds of cheap work. */
  private static final int ELEMENTS_PER_TASK = 16_384;

  private Rows() {}

  /** Runs {@code row} for each row. */
  public static void forEach(Execution execution, int rows, int size, IntConsumer row) {
    int chunk = Math.max(1, ELEMENTS_PER_TASK / Math.max(1, size));
    execution.parallel(
        Math.ceilDiv(rows, chunk),
        t -> {
          for (int i = t * chunk; i < Math.min(rows, (t + 1) * chunk); i++) {
            row.accept(i);
          }
        });
  }

  /** What is done with a run of elements. */
  public interface Run {
    void accept(int from, int count);
  }

  /** Runs {@code run} over 0 to n - 1 in pieces. */
  public static void forRuns(Execution execution, int n, Run run) {
    execution.parallel(
        Math.ceilDiv(n, ELEMENTS_PER_TASK),
        t -> {
          int from = t * ELEMENTS_PER_TASK;
          run.accept(from, Math.min(ELEMENTS_PER_TASK, n - from));
        });
  }
}
