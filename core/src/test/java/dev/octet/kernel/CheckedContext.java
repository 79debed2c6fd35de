package dev.octet.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A context for tests: real threads; arrays that arrive full of rubbish and must come back, once.
 */
public final class CheckedContext implements KernelContext {
  private final int threads;
  private final Map<Object, Boolean> lent = new IdentityHashMap<>();

  /**
   * Makes a context.
   *
   * @param threads how many threads tasks get
   */
  public CheckedContext(int threads) {
    this.threads = threads;
  }

  /** Fails if a borrowed array has not come back. */
  public synchronized void assertAllReturned() {
    if (!lent.isEmpty()) {
      throw new AssertionError(lent.size() + " borrowed arrays were not released");
    }
  }

  @Override
  public void parallel(int tasks, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    List<Throwable> failures = new ArrayList<>();
    Runnable worker =
        () -> {
          try {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
              task.accept(i);
            }
          } catch (Throwable t) {
            synchronized (failures) {
              failures.add(t);
            }
          }
        };
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, tasks); i++) {
      helpers.add(Thread.ofPlatform().start(worker));
    }
    worker.run();
    for (Thread helper : helpers) {
      join(helper);
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("a task failed", failures.getFirst());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public float[] floats(int atLeast) {
    float[] array = new float[atLeast];
    Arrays.fill(array, Float.NaN);
    return lend(array);
  }

  @Override
  public byte[] bytes(int atLeast) {
    byte[] array = new byte[atLeast];
    Arrays.fill(array, (byte) 0x5a);
    return lend(array);
  }

  @Override
  public int[] ints(int atLeast) {
    int[] array = new int[atLeast];
    Arrays.fill(array, 0x5a5a5a5a);
    return lend(array);
  }

  private synchronized <T> T lend(T array) {
    lent.put(array, true);
    return array;
  }

  @Override
  public synchronized void release(Object array) {
    if (lent.remove(array) == null) {
      throw new AssertionError("released twice, or never borrowed: " + array);
    }
  }
}
