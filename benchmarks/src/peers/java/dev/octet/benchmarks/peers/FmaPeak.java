package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.FmaPeakBenchmark;
import dev.octet.engine.Execution;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;

/**
 * Multiply-adds between registers: what the core can do at most.
 *
 * @param bits width of this JVM's vectors
 * @param benchmark the loop
 * @param sums where its results go, so that they are needed
 */
record FmaPeak(int bits, FmaPeakBenchmark benchmark, float[] sums) implements Variant.Work {
  private static final int TASKS = 8;
  private static final int CALLS = 100;

  static FmaPeak here() {
    int preferred = VectorShape.preferredShape().vectorBitSize();
    return new FmaPeak(preferred >= 512 ? 512 : 256, new FmaPeakBenchmark(), new float[1]);
  }

  /** Multiply-accumulates of one call. */
  long macs() {
    return (long) FmaPeakBenchmark.MULTIPLY_ADDS * bits / Float.SIZE;
  }

  /** As much work again and again in a few tasks, for as many threads as there are. */
  static Variant.Work shared(Execution execution) {
    FmaPeak[] tasks = Stream.generate(FmaPeak::here).limit(TASKS).toArray(FmaPeak[]::new);
    return times -> {
      for (int i = 0; i < times; i++) {
        execution.parallel(TASKS, t -> tasks[t].run(CALLS));
      }
    };
  }

  @Override
  public void run(int times) {
    for (int i = 0; i < times; i++) {
      sums[0] += bits == 512 ? benchmark.bits512() : benchmark.bits256();
    }
  }
}
