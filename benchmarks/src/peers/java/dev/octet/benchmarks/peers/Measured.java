package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.RoundRobin.Timing;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.benchmarks.peers.Variant.Work;
import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * What a trial took.
 *
 * @param name the shape
 * @param macs multiply-accumulates
 * @param timed everybody's times
 * @param peak multiply-accumulates in a nanosecond that the core can do at most, in the same rounds
 * @param twoThreads Octet's best tier on two threads
 * @param allocations of Octet's models
 */
record Measured(
    String name,
    long macs,
    List<Timed> timed,
    double peak,
    List<TwoThreads> twoThreads,
    List<Allocation> allocations) {
  /** Below this, starting a helper is most of what would be measured. */
  private static final double LEAST_MICROS = 200;

  /**
   * One thread and two, wall time.
   *
   * @param group kind of work
   * @param who the tier
   * @param oneUs microseconds on one thread
   * @param twoUs microseconds on two
   */
  record TwoThreads(Group group, String who, double oneUs, double twoUs) {
    double speedUp() {
      return oneUs / twoUs;
    }
  }

  static Measured of(Trial trial, RoundRobin clock) {
    trial.check();
    FmaPeak fma = FmaPeak.here();
    List<Work> works = new ArrayList<>(trial.variants().stream().map(Variant::work).toList());
    works.add(fma);
    List<Timing> timings = clock.measure(works);
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < trial.variants().size(); i++) {
      timed.add(Timed.of(trial.variants().get(i), timings.get(i)));
    }
    List<TwoThreads> twoThreads = new ArrayList<>();
    for (Trial.Pair pair : trial.twoThreads()) {
      if (timings.get(trial.variants().indexOf(pair.one())).us() > LEAST_MICROS
          && Runtime.getRuntime().availableProcessors() > 1) {
        twoThreads.add(twoThreads(pair, clock));
      }
    }
    double peak = fma.macs() / timings.getLast().us() / 1e3;
    List<Allocation> allocations = new ArrayList<>();
    for (Variant v : trial.variants()) {
      if (v.group() == Group.MODEL && v.tier().filter(t -> t != Tier.JAVA).isPresent()) {
        allocations.add(Allocation.of(nameOf(trial.name(), v.group(), v.numbers()), v));
      }
    }
    return new Measured(trial.name(), trial.macs(), timed, peak, twoThreads, allocations);
  }

  /**
   * What a second thread can add at most: multiply-adds between registers, wall time of one thread
   * over that of two. Well under 2 where two CPUs share a core.
   */
  static double mostOfTwoThreads(Engine engine, RoundRobin clock) {
    List<Timing> both =
        clock.measureWall(
            List.of(
                FmaPeak.shared(Execution.of(engine, 1)), FmaPeak.shared(Execution.of(engine, 2))));
    return both.getFirst().wallUs() / both.getLast().wallUs();
  }

  private static TwoThreads twoThreads(Trial.Pair pair, RoundRobin clock) {
    List<Timing> both = clock.measureWall(List.of(pair.one().work(), pair.two().work()));
    return new TwoThreads(
        pair.one().group(), pair.one().who(), both.getFirst().wallUs(), both.getLast().wallUs());
  }

  String nameOf(Timed t) {
    return nameOf(name, t.group(), t.numbers());
  }

  /** Models have float and int8 rows in one group. */
  private static String nameOf(String name, Group group, Numbers numbers) {
    if (group != Group.MODEL) {
      return name;
    }
    return name + (numbers == Numbers.INT8 ? " int8" : " float");
  }
}
