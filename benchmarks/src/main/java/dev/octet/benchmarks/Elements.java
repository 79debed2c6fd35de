package dev.octet.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Counts elements, of the input or of the result, whichever has more. In a nanosecond, times what
 * is read and written for each, that is the memory's GB/s.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Elements {
  /** Elements done. */
  public long elements;

  /** Starts at zero. */
  @Setup(Level.Iteration)
  public void reset() {
    elements = 0;
  }
}
