package dev.octet.kernels.x86;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The main class of child JVMs: threads run generated code on new arrays, while garbage makes the
 * collector move them, and compare with what the {@code java} tier gave.
 */
public final class CollectorProbe {
  private static final int THREADS = 4;
  private static final ConvFilter FILTER =
      new ConvFilter(
          24,
          40,
          1,
          false,
          ConvFilter.Axis.NONE,
          ConvFilter.Axis.of(3, 1, 1),
          ConvFilter.Axis.of(3, 2, 1));
  private static final int SIZE = 19;

  /** The youngest garbage, so that it is made at all. */
  private static final AtomicReference<byte[]> GARBAGE = new AtomicReference<>();

  private CollectorProbe() {}

  /** A product and a convolution on an engine, weights packed once. */
  private static final class Work {
    private final Engine engine;
    private final QGemm.QPanels panels;
    private final QConv.QFilters filters;

    Work(Tier tier) {
      engine = Engine.of(EngineOptions.of(tier));
      Random random = new Random(1);
      byte[] w = bytes(random, 70 * 130);
      panels = engine.kernel(QGemm.class).pack(w, 0, 70, 130, false, new int[] {0});
      byte[] f = bytes(random, FILTER.outChannels() * FILTER.k());
      filters = engine.kernel(QConv.class).pack(FILTER, f, 0, false, new int[] {0});
    }

    /** New arrays for everything, so that they are young and move. */
    byte[] run(long seed, Execution execution) {
      Random random = new Random(seed);
      byte[] a = bytes(random, 37 * 130);
      byte[] x = bytes(random, SIZE * SIZE * 24);
      float[] multipliers = {0.001f};
      byte[] y = new byte[37 * 70];
      engine
          .kernel(QGemm.class)
          .multiply(
              new QGemm.QActivations(a, 0, 37, 130, 130, true, new int[] {7}, false),
              panels,
              new QStage.Requantize(null, multipliers, 3, 0, 255, y, 0, 70),
              execution);
      int pixels =
          FILTER.outputSize(FILTER.height(), SIZE) * FILTER.outputSize(FILTER.width(), SIZE);
      byte[] z = new byte[pixels * 40];
      engine
          .kernel(QConv.class)
          .convolve(
              new QConv.QImage(x, 0, 1, 1, SIZE, SIZE, 24, true, 9),
              filters,
              new QStage.Requantize(null, multipliers, 3, 0, 255, z, 0, 40),
              execution);
      byte[] both = Arrays.copyOf(y, y.length + z.length);
      System.arraycopy(z, 0, both, y.length, z.length);
      return both;
    }

    private static byte[] bytes(Random random, int n) {
      byte[] bytes = new byte[n];
      random.nextBytes(bytes);
      return bytes;
    }
  }

  /**
   * Prints {@code calls=…}, and {@code wrong=…} if a result was.
   *
   * @param args seconds
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws InterruptedException {
    Work plain = new Work(Tier.JAVA);
    Work generated = new Work(Tier.NATIVE);
    Execution execution = Execution.of(plain.engine, 1);
    List<byte[]> expected = new ArrayList<>();
    for (int seed = 0; seed < 16; seed++) {
      expected.add(plain.run(seed, execution));
    }
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
    AtomicLong calls = new AtomicLong();
    AtomicLong wrong = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Thread thread =
          new Thread(
              () -> {
                Execution mine = Execution.of(generated.engine, 2);
                for (int i = 0; System.nanoTime() < end; i++) {
                  GARBAGE.set(new byte[i % 100 * 1024]);
                  if (!Arrays.equals(generated.run(i % 16, mine), expected.get(i % 16))) {
                    wrong.incrementAndGet();
                  }
                  calls.incrementAndGet();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("calls=" + calls + " wrong=" + wrong);
  }
}
