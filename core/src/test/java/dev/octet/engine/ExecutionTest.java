package dev.octet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ExecutionTest {
  private static Execution execution(int threads) {
    return Execution.of(Engine.of(EngineOptions.BEST), threads);
  }

  @Test
  void everyTaskRunsOnceAlsoWhenNested() {
    Execution execution = execution(4);
    AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    execution.parallel(10, i -> execution.parallel(100, j -> runs.incrementAndGet(100 * i + j)));
    for (int i = 0; i < runs.length(); i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
  }

  @Test
  void oneThreadMeansTheCaller() {
    var threads = ConcurrentHashMap.<Thread>newKeySet();
    execution(1).parallel(50, i -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  /** Each job needs both threads at once, also right after the one before. */
  @Test
  void aHelperThatIsStillBusyJoinsLater() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    Execution execution = execution(2);
    AtomicInteger arrived = new AtomicInteger();
    for (int job = 1; job <= 20_000; job++) {
      int both = 2 * job;
      execution.parallel(2, i -> meet(arrived, both));
    }
    assertThat(arrived.get()).isEqualTo(40_000);
  }

  private static void meet(AtomicInteger arrived, int all) {
    arrived.incrementAndGet();
    long start = System.nanoTime();
    while (arrived.get() < all) {
      Thread.onSpinWait();
      if (System.nanoTime() - start > 20e9) {
        throw new IllegalStateException("nobody else came");
      }
    }
  }

  @Test
  void aFailureReachesTheCallerAndTheNextCallWorks() {
    Execution execution = execution(2);
    assertThatThrownBy(
            () ->
                execution.parallel(
                    100,
                    i -> {
                      if (i == 7) {
                        throw new IllegalStateException("seven");
                      }
                    }))
        .hasMessage("seven");
    AtomicIntegerArray runs = new AtomicIntegerArray(100);
    execution.parallel(100, runs::incrementAndGet);
    assertThat(runs.toString()).doesNotContain("0");
  }

  @Test
  void anArrayComesBackWhenNobodyLooksAtItAnyMore() {
    Execution execution = execution(1);
    FloatTensor x = execution.newFloats(Shape.of(100));
    FloatTensor view = x.reshape(10, 10);
    execution.retire(x, new Tensor[] {null, view});
    assertThat(execution.newFloats(Shape.of(100)).array()).isNotSameAs(x.array());
    execution.retire(view, new Tensor[] {null, null});
    assertThat(execution.newFloats(Shape.of(100)).array()).isSameAs(x.array());
  }

  @Test
  void finishGivesEverythingBack() {
    Execution execution = execution(1);
    float[] first = execution.newFloats(Shape.of(1000)).array();
    execution.finish();
    assertThat(execution.newFloats(Shape.of(1000)).array()).isSameAs(first);
  }

  @Test
  void sizeClassesHoldWhatIsAskedFor() {
    int before = -1;
    for (int n = 0; n < 100_000; n++) {
      int c = Workspace.sizeClass(n);
      assertThat(Workspace.size(c)).isBetween(n, Math.max(64, n + n / 4 + 1));
      assertThat(c).isGreaterThanOrEqualTo(before);
      assertThat(Workspace.sizeClass(Workspace.size(c))).isEqualTo(c);
      before = c;
    }
    assertThat(Workspace.size(Workspace.sizeClass(2_000_000_000))).isGreaterThan(2_000_000_000);
  }
}
