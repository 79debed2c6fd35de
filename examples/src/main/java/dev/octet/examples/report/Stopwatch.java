package dev.octet.examples.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Times jobs against each other: one item at a time, in turns, so that whatever else the machine
 * does falls on all of them. Wall time.
 *
 * @param warmUp rounds that are not counted
 * @param rounds rounds that are counted
 * @param seconds limit for the warm-up, and again for the rounds; a slow machine runs fewer, at
 *     least {@value #LEAST_ROUNDS}
 */
public record Stopwatch(int warmUp, int rounds, double seconds) {
  private static final int LEAST_ROUNDS = 5;

  /**
   * Times each job.
   *
   * @param jobs what is timed; each is told the number of an item, from 0 up, again and again
   * @param progress steps {@link #steps} times
   * @return median milliseconds an item, for each job
   */
  public double[] medians(List<IntConsumer> jobs, Progress progress) {
    run(jobs, warmUp, progress);
    double[][] millis = run(jobs, rounds, progress);
    return Arrays.stream(millis).mapToDouble(Stopwatch::median).toArray();
  }

  /**
   * Steps that {@link #medians} makes on its progress bar.
   *
   * @return all rounds
   */
  public int steps() {
    return warmUp + rounds;
  }

  private double[][] run(List<IntConsumer> jobs, int planned, Progress progress) {
    double[][] millis = new double[jobs.size()][planned];
    long deadline = System.nanoTime() + (long) (seconds * 1e9);
    int done = 0;
    while (done < planned && (done < LEAST_ROUNDS || System.nanoTime() < deadline)) {
      for (int turn = 0; turn < jobs.size(); turn++) {
        int j = (turn + done) % jobs.size();
        long start = System.nanoTime();
        jobs.get(j).accept(done);
        millis[j][done] = (System.nanoTime() - start) / 1e6;
      }
      done++;
      progress.step(1);
    }
    progress.step(planned - done);
    int counted = done;
    return Arrays.stream(millis).map(m -> Arrays.copyOf(m, counted)).toArray(double[][]::new);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
