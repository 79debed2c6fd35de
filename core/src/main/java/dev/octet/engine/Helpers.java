package dev.octet.engine;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The threads that sessions share: one daemon for each CPU but one. A job is offered until it is
 * done, so that a helper that still is busy with the one before joins in as soon as it can; the
 * caller works too and never waits for a helper that has not started, so that callers cannot block
 * one another.
 */
final class Helpers {
  /** A job stands here once for each helper that it could use. */
  private static final LinkedTransferQueue<Job> OFFERED = new LinkedTransferQueue<>();

  private Helpers() {}

  private static final class Pool {
    static final int SIZE = Runtime.getRuntime().availableProcessors() - 1;

    static {
      for (int i = 1; i <= SIZE; i++) {
        Thread.ofPlatform().daemon().name("octet-helper-" + i).start(Pool::work);
      }
    }

    private static void work() {
      while (true) {
        try {
          OFFERED.take().help();
        } catch (InterruptedException e) {
          // Nobody but a stray interrupt of all threads; there is nothing to give up here.
        }
      }
    }
  }

  static void run(int tasks, int threads, IntConsumer task) {
    Job job = new Job(tasks, task);
    int wanted = Math.min(Math.min(threads, tasks) - 1, Pool.SIZE);
    for (int i = 0; i < wanted; i++) {
      OFFERED.add(job);
    }
    job.workAndWait(wanted);
  }

  private static final class Job {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final int tasks;
    private final IntConsumer task;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();

    /** Helpers inside; from {@code CLOSED} on, no one comes in. */
    private final AtomicInteger inside = new AtomicInteger();

    private volatile Throwable failure;

    Job(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
    }

    void help() {
      if (inside.getAndUpdate(n -> n < 0 ? n : n + 1) < 0) {
        return;
      }
      work();
      if (inside.decrementAndGet() == CLOSED) {
        LockSupport.unpark(caller);
      }
    }

    private void work() {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        try {
          task.accept(i);
        } catch (RuntimeException | Error e) {
          failure = e;
          next.set(tasks);
        }
      }
    }

    void workAndWait(int offers) {
      work();
      inside.getAndAdd(CLOSED);
      for (int i = 0; i < offers && OFFERED.remove(this); i++) {}
      // A helper that is still inside has at most one task left: tens of microseconds.
      for (int spin = 0; inside.get() != CLOSED; spin++) {
        if (spin < 10_000) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, 100_000);
        }
      }
      switch (failure) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable t -> throw new IllegalStateException(t);
      }
    }
  }
}
