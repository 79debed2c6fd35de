package dev.octet.benchmarks.startup;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.Tier;
import dev.octet.nn.Graph;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The process that is measured: loads a graph, computes one result, and says when and in what
 * memory.
 */
public final class FirstResult {
  private static final Path STATUS = Path.of("/proc/self/status");

  private FirstResult() {}

  /**
   * Computes, and prints a line {@code name value} for each figure: milliseconds from the start of
   * the process, and KiB where the system tells them.
   *
   * @param arguments the file, the tier, and the time at which the process was started, in
   *     milliseconds since 1970
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    long start = Long.parseLong(arguments[2]);
    long main = System.currentTimeMillis();
    Graph graph = Graph.load(Path.of(arguments[0]));
    long loaded = System.currentTimeMillis();
    Tier tier = Tier.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    Engine engine = Engine.of(EngineOptions.of(tier));
    long chosen = System.currentTimeMillis();
    Session session = graph.session(SessionOptions.threads(1).on(engine));
    long ready = System.currentTimeMillis();
    FloatTensor image = FloatTensor.zeros(Shape.of(1, 3, 224, 224));
    session.run(Map.of(graph.inputs().getFirst().name(), image));
    long result = System.currentTimeMillis();
    System.out.println("mainMs " + (main - start));
    System.out.println("loadedMs " + (loaded - start));
    System.out.println("engineMs " + (chosen - start));
    System.out.println("readyMs " + (ready - start));
    System.out.println("firstResultMs " + (result - start));
    if (Files.isReadable(STATUS)) {
      List<String> lines = Files.readAllLines(STATUS);
      System.out.println("residentKiB " + kibibytes(lines, "VmRSS:"));
      System.out.println("mostResidentKiB " + kibibytes(lines, "VmHWM:"));
    }
  }

  private static long kibibytes(List<String> lines, String key) {
    String line = lines.stream().filter(l -> l.startsWith(key)).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
