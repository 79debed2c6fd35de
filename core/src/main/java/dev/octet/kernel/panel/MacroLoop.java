package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import java.util.List;

/**
 * How products are shared out among threads. Where there are rows for everyone, a task packs a
 * block of rows, which then stays in its second-level cache, and takes it through all panels. Where
 * there are few, all threads pack rows together and then share the panels.
 */
final class MacroLoop {
  /** Blocks for each thread from which on tasks pack their own. */
  private static final int PLENTY = 4;

  private MacroLoop() {}

  /** Multiplies rows with a range of panels. */
  interface Panels {
    /**
     * Multiplies.
     *
     * @param left packed rows
     * @param leftRow the first one's place in {@code left}
     * @param row the first one's number in the product
     * @param rows how many
     * @param from first panel
     * @param to panel after the last
     */
    void multiply(LeftRows left, int leftRow, int row, int rows, int from, int to);
  }

  /**
   * One product.
   *
   * @param a rows
   * @param panels how many panels of columns there are
   * @param body what multiplies them
   */
  record Job(RowSource a, int panels, Panels body) {}

  /** Runs products that do not depend on each other. */
  static void run(List<Job> jobs, int tileRows, int columns, KernelContext context) {
    if (jobs.size() == 1) {
      Job job = jobs.getFirst();
      int rows = job.a.rows();
      int blocks = Tasks.ceilDiv(rows, Tasks.blockRows(rows, tileRows));
      if (blocks < (context.threads() == 1 ? 2 : PLENTY * context.threads())) {
        shared(job, tileRows, columns, context);
        return;
      }
    }
    int[] firstTask = new int[jobs.size() + 1];
    for (int i = 0; i < jobs.size(); i++) {
      int rows = jobs.get(i).a.rows();
      firstTask[i + 1] = firstTask[i] + Tasks.ceilDiv(rows, Tasks.blockRows(rows, tileRows));
    }
    context.parallel(
        firstTask[jobs.size()],
        t -> {
          int i = 0;
          while (firstTask[i + 1] <= t) {
            i++;
          }
          block(jobs.get(i), t - firstTask[i], tileRows, context);
        });
  }

  private static void block(Job job, int block, int tileRows, KernelContext context) {
    int blockRows = Tasks.blockRows(job.a.rows(), tileRows);
    int row = block * blockRows;
    int rows = Math.min(blockRows, job.a.rows() - row);
    LeftRows left = LeftRows.pack(job.a, row, rows, tileRows, context);
    try {
      job.body.multiply(left, 0, row, rows, 0, job.panels);
    } finally {
      context.release(left.values());
    }
  }

  private static void shared(Job job, int tileRows, int columns, KernelContext context) {
    int k = job.a.cols();
    int chunk = LeftRows.chunk(job.a.rows(), k, tileRows);
    for (int row = 0; row < job.a.rows(); row += chunk) {
      int first = row;
      int rows = Math.min(chunk, job.a.rows() - row);
      LeftRows left = LeftRows.packShared(job.a, row, rows, tileRows, context);
      try {
        Tasks tasks = Tasks.cut(rows, job.panels, tileRows, columns, k);
        context.parallel(
            tasks.count(),
            t -> {
              int at = tasks.firstRow(t);
              int to = tasks.endPanel(t);
              job.body.multiply(left, at, first + at, tasks.rowsOf(t), tasks.firstPanel(t), to);
            });
      } finally {
        context.release(left.values());
      }
    }
  }
}
