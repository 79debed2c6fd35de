package dev.octet.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counts multiply-accumulates: in a nanosecond, GMAC/s. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Work {
  /** Multiply-accumulates done. */
  public long macs;

  /** Starts at zero. */
  @Setup(Level.Iteration)
  public void reset() {
    macs = 0;
  }
}
