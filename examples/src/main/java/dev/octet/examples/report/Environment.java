package dev.octet.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * Where figures were measured.
 *
 * @param engine what Octet chose to run on
 * @param cpu the processor's name
 * @param jdk the Java runtime
 * @param threads threads that computed
 * @param date the day
 */
public record Environment(String engine, String cpu, String jdk, int threads, LocalDate date) {

  /**
   * This machine, today.
   *
   * @param engine what Octet chose to run on
   * @param threads threads that computed
   * @return the place
   * @throws IOException if the processor's name cannot be read
   */
  public static Environment of(String engine, int threads) throws IOException {
    String jdk = System.getProperty("java.vm.name") + " " + Runtime.version();
    return new Environment(engine, processor(), jdk, threads, LocalDate.now(ZoneOffset.UTC));
  }

  private static String processor() throws IOException {
    Path linux = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(linux)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(linux)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
