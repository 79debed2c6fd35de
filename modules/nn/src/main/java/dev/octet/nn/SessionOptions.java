package dev.octet.nn;

import dev.octet.engine.Engine;

/**
 * How a session runs.
 *
 * @param threads the most threads that one call uses, the caller's among them
 * @param engine the kernels; null for {@link Engine#standard}
 */
public record SessionOptions(int threads, Engine engine) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if {@code threads} is below 1
   */
  public SessionOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is below 1");
    }
  }

  /**
   * As many threads as the process may use CPUs, on the standard engine.
   *
   * @return options
   */
  public static SessionOptions defaults() {
    return threads(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Some threads, on the standard engine.
   *
   * @param threads at least 1
   * @return options
   */
  public static SessionOptions threads(int threads) {
    return new SessionOptions(threads, null);
  }

  /**
   * These options on another engine.
   *
   * @param other the engine
   * @return options
   */
  public SessionOptions on(Engine other) {
    return new SessionOptions(threads, other);
  }
}
