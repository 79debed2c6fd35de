package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.FmaPeakBenchmark;
import jdk.incubator.vector.VectorShape;

/**
 * Multiply-adds between registers: what the core can do at most.
 *
 * @param bits width of this JVM's vectors
 * @param benchmark the loop
 * @param sums where its results go, so that they are needed
 */
record FmaPeak(int bits, FmaPeakBenchmark benchmark, float[] sums) implements Variant.Work {

  static FmaPeak here() {
    int preferred = VectorShape.preferredShape().vectorBitSize();
    return new FmaPeak(preferred >= 512 ? 512 : 256, new FmaPeakBenchmark(), new float[1]);
  }

  /** Multiply-accumulates of one call. */
  long macs() {
    return (long) FmaPeakBenchmark.MULTIPLY_ADDS * bits / Float.SIZE;
  }

  @Override
  public void run(int times) {
    for (int i = 0; i < times; i++) {
      sums[0] += bits == 512 ? benchmark.bits512() : benchmark.bits256();
    }
  }
}
