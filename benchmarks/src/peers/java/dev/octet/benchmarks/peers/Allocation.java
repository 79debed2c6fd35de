package dev.octet.benchmarks.peers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a call of one of Octet's models allocates on the heap in the steady state: when also that is
 * compiled which runs once a call, such as the pooling before the last layer. Until then vectors
 * are objects there.
 *
 * @param name the model
 * @param who the tier
 * @param bytes the least of the last calls
 * @param resultBytes how many of them are the result's numbers
 * @param callsBefore calls before, since it was timed
 */
record Allocation(String name, String who, long bytes, long resultBytes, int callsBefore) {
  private static final int MOST_CALLS = 1000;
  private static final double MOST_NANOS = 30e9;
  private static final int LAST_CALLS = 5;

  static Allocation of(String name, Variant variant) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    int calls = 0;
    for (; calls < MOST_CALLS && System.nanoTime() - start < MOST_NANOS; calls++) {
      variant.work().run(1);
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < LAST_CALLS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      variant.work().run(1);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return new Allocation(name, variant.who(), least, 4L * variant.result().get().length, calls);
  }

  Map<String, Object> fields() {
    Map<String, Object> f = new LinkedHashMap<>();
    f.put("name", name);
    f.put("who", who);
    f.put("bytes", bytes);
    f.put("resultBytes", resultBytes);
    f.put("callsBefore", callsBefore);
    return f;
  }
}
