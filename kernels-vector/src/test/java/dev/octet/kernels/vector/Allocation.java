package dev.octet.kernels.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What calls leave on the heap once C2 has compiled them. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A call warms up until it makes no object, at most so many times this number. */
  private static final int WARM = 2000;

  private static final int MOST = 20;
  private static final int MEASURED = 100;

  private Allocation() {}

  /** Bytes of some calls, in the end. */
  static long bytes(Runnable call) {
    long bytes = 1;
    for (int i = 0; i < MOST && bytes != 0; i++) {
      run(call, WARM);
      bytes = run(call, MEASURED);
    }
    return bytes;
  }

  private static long run(Runnable call, int times) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < times; i++) {
      call.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
