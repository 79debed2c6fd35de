package dev.octet.kernel;

import java.util.function.IntConsumer;

/**
 * What a kernel may use while it runs: threads, and scratch arrays that come back. Everything here
 * is safe from the tasks of {@link #parallel}.
 */
public interface KernelContext {
  /**
   * Runs tasks 0 to {@code tasks - 1}, each once, on as many threads as are free, and returns when
   * all are done. The results of a kernel never depend on how tasks meet threads. Called from
   * within a task, it runs everything on the spot.
   *
   * @param tasks how many
   * @param task what to do for each index
   */
  void parallel(int tasks, IntConsumer task);

  /**
   * The most threads that {@link #parallel} uses: a hint for how finely to cut the work.
   *
   * @return at least 1
   */
  int threads();

  /**
   * Borrows an array with any contents.
   *
   * @param atLeast least length
   * @return an array, perhaps longer
   */
  float[] floats(int atLeast);

  /**
   * Borrows an array with any contents.
   *
   * @param atLeast least length
   * @return an array, perhaps longer
   */
  byte[] bytes(int atLeast);

  /**
   * Borrows an array with any contents.
   *
   * @param atLeast least length
   * @return an array, perhaps longer
   */
  int[] ints(int atLeast);

  /**
   * Gives a borrowed array back.
   *
   * @param array one that {@code floats}, {@code bytes} or {@code ints} gave
   */
  void release(Object array);
}
