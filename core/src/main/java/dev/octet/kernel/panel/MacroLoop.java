package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import java.util.List;

/**
 * How products are shared out among threads. Where there are rows for everyone, a task makes a
 * block of rows, which then stays in its second-level cache, and takes it through all panels. Where
 * there are few, all threads make rows together and then share the panels.
 */
final class MacroLoop {
  /** Blocks for each thread from which on tasks make their own. */
  private static final int PLENTY = 4;

  /** Elements of rows that are worth a task: some 20 µs. */
  private static final int FILL = 1 << 16;

  private MacroLoop() {}

  /** Multiplies rows with a range of panels. */
  interface Panels {
    /**
     * Multiplies.
     *
     * @param left rows
     * @param first the first one's place in {@code left}
     * @param rows how many
     * @param from first panel
     * @param to panel after the last
     */
    void multiply(Left left, int first, int rows, int from, int to);
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
  static void run(List<Job> jobs, Tiling tiling, int columns, KernelContext context) {
    int threads = context.threads();
    Blocks[] blocks = new Blocks[jobs.size()];
    Pieces[] pieces = new Pieces[jobs.size()];
    int[] firstTask = new int[jobs.size() + 1];
    for (int i = 0; i < blocks.length; i++) {
      RowSource a = jobs.get(i).a;
      blocks[i] = a.rows() == 0 ? new Blocks(0, 0, 0, 0) : a.blocks(tiling, threads);
      firstTask[i + 1] = firstTask[i] + blocks[i].count();
      pieces[i] = a.rows() == 0 ? null : a.pieces(blocks[i].rows(0), tiling);
    }
    int tasks = firstTask[blocks.length];
    if (blocks.length == 1 && tasks < (threads == 1 ? 2 : PLENTY * threads)) {
      shared(jobs.getFirst(), tiling, columns, context);
      return;
    }
    if (threads == 1) {
      for (int i = 0; i < blocks.length; i++) {
        alone(jobs.get(i), blocks[i], pieces[i], 0, blocks[i].count(), tiling, context);
      }
      return;
    }
    context.parallel(
        tasks,
        t -> {
          int i = 0;
          while (firstTask[i + 1] <= t) {
            i++;
          }
          int block = t - firstTask[i];
          alone(jobs.get(i), blocks[i], pieces[i], block, block + 1, tiling, context);
        });
  }

  /** Goes through some blocks of rows, in the same scratch as long as they are equally long. */
  private static void alone(
      Job job,
      Blocks blocks,
      Pieces ofFirst,
      int from,
      int end,
      Tiling tiling,
      KernelContext context) {
    Left left = null;
    try {
      for (int block = from; block < end; block++) {
        int first = blocks.first(block);
        int rows = blocks.rows(block);
        if (left != null && left.rows() == rows) {
          job.a.move(left, first);
        } else {
          if (left != null) {
            left.release(context);
            left = null;
          }
          Pieces pieces = rows == blocks.rows(0) ? ofFirst : job.a.pieces(rows, tiling);
          left = job.a.borrow(first, rows, pieces, tiling, context);
        }
        job.a.fill(left, 0, left.parts());
        job.body.multiply(left, 0, rows, 0, job.panels);
      }
    } finally {
      if (left != null) {
        left.release(context);
      }
    }
  }

  private static void shared(Job job, Tiling tiling, int columns, KernelContext context) {
    if (job.a.rows() == 0) {
      return;
    }
    Blocks chunks = job.a.chunks(tiling);
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      int rows = chunks.rows(chunk);
      Pieces pieces = job.a.pieces(rows, tiling);
      Left left = job.a.borrow(chunks.first(chunk), rows, pieces, tiling, context);
      try {
        fill(job.a, left, context);
        Tasks tasks = Tasks.cut(rows, job.panels, tiling.rows(), columns, job.a.cols());
        context.parallel(
            tasks.count(),
            t ->
                job.body.multiply(
                    left,
                    tasks.firstRow(t),
                    tasks.rowsOf(t),
                    tasks.firstPanel(t),
                    tasks.endPanel(t)));
      } finally {
        left.release(context);
      }
    }
  }

  private static void fill(RowSource a, Left left, KernelContext context) {
    int perTask = Math.max(1, FILL / Math.max(1, left.perPart()));
    if (left.parts() <= perTask) {
      a.fill(left, 0, left.parts());
    } else {
      context.parallel(
          Tasks.ceilDiv(left.parts(), perTask),
          t -> a.fill(left, t * perTask, Math.min(left.parts(), (t + 1) * perTask)));
    }
  }
}
