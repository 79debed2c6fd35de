package dev.octet.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** The main class of child JVMs: says which engine runs, and how parallel work is done. */
public final class EngineProbe {
  private EngineProbe() {}

  /**
   * Prints {@code tier=…}, {@code engine=…} and {@code tasks=…, threads=…}, or {@code error=…}.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Engine engine;
    try {
      engine = Engine.standard();
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.out.println("error=" + e.getMessage());
      return;
    }
    System.out.println("tier=" + engine.tier().id());
    System.out.println("engine=" + engine.describe());
    AtomicInteger tasks = new AtomicInteger();
    Execution.of(engine, 4).parallel(100, i -> tasks.incrementAndGet());
    long helpers =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("octet-helper"))
            .count();
    System.out.println("tasks=" + tasks + " helpers=" + helpers);
  }
}
