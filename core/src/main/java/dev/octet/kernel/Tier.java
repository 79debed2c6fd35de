package dev.octet.kernel;

import java.util.Locale;

/** How kernels run, slowest first. */
public enum Tier {
  /** Plain loops: runs everywhere. */
  JAVA,
  /** The Vector API: needs {@code --add-modules jdk.incubator.vector} and the C2 compiler. */
  VECTOR,
  /** Generated machine code: needs native access, and a CPU with the instructions. */
  NATIVE;

  /**
   * The name in {@code -Doctet.engine}, logs and reports.
   *
   * @return lower case
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
