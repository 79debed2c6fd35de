package dev.octet.examples.quickstart;

import dev.octet.examples.text.TokenBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Times encoders against each other: one sentence at a time, in turns, so that whatever else the
 * machine does falls on all of them. Wall time of {@link Encoder#embed}; tokenizing is not in it.
 *
 * @param warmUp rounds that are not counted
 * @param rounds rounds that are counted
 * @param seconds limit for the warm-up, and again for the rounds; a slow machine runs fewer, at
 *     least {@value #LEAST_ROUNDS}
 */
record Stopwatch(int warmUp, int rounds, double seconds) {
  private static final int LEAST_ROUNDS = 5;

  /** Median milliseconds a sentence, for each encoder. */
  double[] medians(List<Encoder> encoders, List<TokenBatch> sentences, Progress progress) {
    run(encoders, sentences, warmUp, progress);
    double[][] millis = run(encoders, sentences, rounds, progress);
    return Arrays.stream(millis).mapToDouble(Stopwatch::median).toArray();
  }

  /** Steps that {@link #medians} makes on its progress bar. */
  int steps() {
    return warmUp + rounds;
  }

  private double[][] run(
      List<Encoder> encoders, List<TokenBatch> sentences, int planned, Progress progress) {
    double[][] millis = new double[encoders.size()][planned];
    long deadline = System.nanoTime() + (long) (seconds * 1e9);
    int done = 0;
    while (done < planned && (done < LEAST_ROUNDS || System.nanoTime() < deadline)) {
      TokenBatch sentence = sentences.get(done % sentences.size());
      for (int turn = 0; turn < encoders.size(); turn++) {
        int e = (turn + done) % encoders.size();
        long start = System.nanoTime();
        encoders.get(e).embed(sentence);
        millis[e][done] = (System.nanoTime() - start) / 1e6;
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
