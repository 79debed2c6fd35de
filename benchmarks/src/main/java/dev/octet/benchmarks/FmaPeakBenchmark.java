package dev.octet.benchmarks;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the machine can do at best: multiply-adds between registers, twelve independent sums. The
 * score is multiply-accumulates in a nanosecond, GMAC/s, the peak that products are measured by.
 * The 256-bit figure is the one to take under {@code -jvmArgsPrepend -XX:UseAVX=2}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 9, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FmaPeakBenchmark {
  private static final int STEPS = 1000;
  private static final int SUMS = 12;

  /** Vector multiply-adds of one call. */
  public static final int MULTIPLY_ADDS = STEPS * SUMS;

  /** Not constants, so that nothing is computed beforehand. */
  float factor = 0.999f;

  float term = 0.5f;

  /**
   * 16 lanes.
   *
   * @return the sums' sum, so that they are needed
   */
  @Benchmark
  @OperationsPerInvocation(MULTIPLY_ADDS * 16)
  public float bits512() {
    return W512.run(factor, term);
  }

  /**
   * 8 lanes.
   *
   * @return the sums' sum, so that they are needed
   */
  @Benchmark
  @OperationsPerInvocation(MULTIPLY_ADDS * 8)
  public float bits256() {
    return W256.run(factor, term);
  }

  private static final class W512 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

    static float run(float factor, float term) {
      FloatVector x = FloatVector.broadcast(F, factor);
      FloatVector y = FloatVector.broadcast(F, term);
      FloatVector s0 = FloatVector.broadcast(F, term + 0);
      FloatVector s1 = FloatVector.broadcast(F, term + 1);
      FloatVector s2 = FloatVector.broadcast(F, term + 2);
      FloatVector s3 = FloatVector.broadcast(F, term + 3);
      FloatVector s4 = FloatVector.broadcast(F, term + 4);
      FloatVector s5 = FloatVector.broadcast(F, term + 5);
      FloatVector s6 = FloatVector.broadcast(F, term + 6);
      FloatVector s7 = FloatVector.broadcast(F, term + 7);
      FloatVector s8 = FloatVector.broadcast(F, term + 8);
      FloatVector s9 = FloatVector.broadcast(F, term + 9);
      FloatVector s10 = FloatVector.broadcast(F, term + 10);
      FloatVector s11 = FloatVector.broadcast(F, term + 11);
      for (int i = 0; i < STEPS; i++) {
        s0 = s0.fma(x, y);
        s1 = s1.fma(x, y);
        s2 = s2.fma(x, y);
        s3 = s3.fma(x, y);
        s4 = s4.fma(x, y);
        s5 = s5.fma(x, y);
        s6 = s6.fma(x, y);
        s7 = s7.fma(x, y);
        s8 = s8.fma(x, y);
        s9 = s9.fma(x, y);
        s10 = s10.fma(x, y);
        s11 = s11.fma(x, y);
      }
      FloatVector sum =
          s0.add(s1)
              .add(s2)
              .add(s3)
              .add(s4)
              .add(s5)
              .add(s6)
              .add(s7)
              .add(s8)
              .add(s9)
              .add(s10)
              .add(s11);
      return sum.lane(0);
    }
  }

  private static final class W256 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_256;

    static float run(float factor, float term) {
      FloatVector x = FloatVector.broadcast(F, factor);
      FloatVector y = FloatVector.broadcast(F, term);
      FloatVector s0 = FloatVector.broadcast(F, term + 0);
      FloatVector s1 = FloatVector.broadcast(F, term + 1);
      FloatVector s2 = FloatVector.broadcast(F, term + 2);
      FloatVector s3 = FloatVector.broadcast(F, term + 3);
      FloatVector s4 = FloatVector.broadcast(F, term + 4);
      FloatVector s5 = FloatVector.broadcast(F, term + 5);
      FloatVector s6 = FloatVector.broadcast(F, term + 6);
      FloatVector s7 = FloatVector.broadcast(F, term + 7);
      FloatVector s8 = FloatVector.broadcast(F, term + 8);
      FloatVector s9 = FloatVector.broadcast(F, term + 9);
      FloatVector s10 = FloatVector.broadcast(F, term + 10);
      FloatVector s11 = FloatVector.broadcast(F, term + 11);
      for (int i = 0; i < STEPS; i++) {
        s0 = s0.fma(x, y);
        s1 = s1.fma(x, y);
        s2 = s2.fma(x, y);
        s3 = s3.fma(x, y);
        s4 = s4.fma(x, y);
        s5 = s5.fma(x, y);
        s6 = s6.fma(x, y);
        s7 = s7.fma(x, y);
        s8 = s8.fma(x, y);
        s9 = s9.fma(x, y);
        s10 = s10.fma(x, y);
        s11 = s11.fma(x, y);
      }
      FloatVector sum =
          s0.add(s1)
              .add(s2)
              .add(s3)
              .add(s4)
              .add(s5)
              .add(s6)
              .add(s7)
              .add(s8)
              .add(s9)
              .add(s10)
              .add(s11);
      return sum.lane(0);
    }
  }
}
