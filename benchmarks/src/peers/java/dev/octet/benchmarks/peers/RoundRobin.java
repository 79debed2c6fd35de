package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Work;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Measures several pieces of work in turns, so that whatever else the machine does falls on all of
 * them. A sample is CPU time of this thread over enough calls for 15 ms: time that another process
 * had the core is not in it. A core shared during a sample still costs caches and clock, so samples
 * whose wall time is over 1.03 of their CPU time count only where too few others are left.
 */
final class RoundRobin {
  private static final double WARM_UP_NANOS = 200e6;
  private static final int MOST_WARM_UPS = 8;
  private static final double STILL_FASTER = 1.2;
  private static final double SAMPLE_NANOS = 15e6;
  private static final int LEAST_SAMPLES = 9;
  private static final int MOST_ROUNDS = 20;
  private static final double SHARED = 1.03;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** One sample: nanoseconds a call. */
  private record Sample(double cpu, double wall) {
    double contention() {
      return wall / cpu;
    }
  }

  /**
   * What was measured.
   *
   * @param us median microseconds of CPU time a call
   * @param wallUs median microseconds of wall time a call, of all samples
   * @param spread median over least, less 1
   * @param kept samples that count
   * @param clean samples on a core of their own
   * @param taken samples in all
   */
  record Timing(double us, double wallUs, double spread, int kept, int clean, int taken) {}

  /** Times of each, in the order given. */
  List<Timing> measure(List<Work> works) {
    int[] calls = warmUp(works);
    List<List<Sample>> samples = none(works);
    for (int round = 0; round < MOST_ROUNDS && !enough(samples); round++) {
      round(works, calls, round, samples);
    }
    return samples.stream().map(RoundRobin::timing).toList();
  }

  /** Wall times, for work that other threads take part in. */
  List<Timing> measureWall(List<Work> works) {
    int[] calls = warmUp(works);
    List<List<Sample>> samples = none(works);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      round(works, calls, round, samples);
    }
    return samples.stream().map(RoundRobin::timing).toList();
  }

  private static List<List<Sample>> none(List<Work> works) {
    List<List<Sample>> samples = new ArrayList<>();
    works.forEach(w -> samples.add(new ArrayList<>()));
    return samples;
  }

  /** Two turns each, and more for who still gets faster: compilers work beside all this. */
  private int[] warmUp(List<Work> works) {
    int[] calls = works.stream().mapToInt(this::warmUp).toArray();
    for (int i = 0; i < calls.length; i++) {
      int before = 0;
      for (int turn = 1; turn < MOST_WARM_UPS && calls[i] > STILL_FASTER * before; turn++) {
        before = calls[i];
        calls[i] = warmUp(works.get(i));
      }
    }
    return calls;
  }

  private void round(List<Work> works, int[] calls, int round, List<List<Sample>> samples) {
    for (int turn = 0; turn < calls.length; turn++) {
      int i = (turn + round) % calls.length;
      samples.get(i).add(sample(works.get(i), calls[i]));
    }
  }

  private static boolean enough(List<List<Sample>> samples) {
    return samples.stream().allMatch(s -> clean(s) >= LEAST_SAMPLES);
  }

  private static int clean(List<Sample> samples) {
    return (int) samples.stream().filter(s -> s.contention() <= SHARED).count();
  }

  /** Runs until compiled; returns the calls that a sample takes. */
  private int warmUp(Work work) {
    long start = threads.getCurrentThreadCpuTime();
    long spent = 0;
    int done = 0;
    for (int times = 1; spent < WARM_UP_NANOS; times = Math.min(2 * times, 1 << 16)) {
      work.run(times);
      done += times;
      spent = threads.getCurrentThreadCpuTime() - start;
    }
    // Of the last half only: the first calls ran interpreted.
    long again = threads.getCurrentThreadCpuTime();
    int times = Math.max(1, done / 8);
    work.run(times);
    double each = (double) (threads.getCurrentThreadCpuTime() - again) / times;
    return (int) Math.max(1, Math.round(SAMPLE_NANOS / Math.max(each, 1)));
  }

  private Sample sample(Work work, int calls) {
    long wall = System.nanoTime();
    long cpu = threads.getCurrentThreadCpuTime();
    work.run(calls);
    double spent = threads.getCurrentThreadCpuTime() - cpu;
    double passed = System.nanoTime() - wall;
    return new Sample(spent / calls, passed / calls);
  }

  private static Timing timing(List<Sample> samples) {
    int clean = clean(samples);
    List<Sample> kept =
        samples.stream()
            .sorted(Comparator.comparingDouble(Sample::contention))
            .limit(Math.max(clean, Math.min(LEAST_SAMPLES, samples.size())))
            .toList();
    double[] cpu = kept.stream().mapToDouble(Sample::cpu).sorted().toArray();
    double[] wall = samples.stream().mapToDouble(Sample::wall).sorted().toArray();
    return new Timing(
        median(cpu) / 1e3,
        median(wall) / 1e3,
        median(cpu) / cpu[0] - 1,
        kept.size(),
        clean,
        samples.size());
  }

  /** The middle of sorted values. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
