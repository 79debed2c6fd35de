package dev.octet.benchmarks.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where, with what, and how figures were measured. */
final class Environment {
  private static final List<String> VARIABLES =
      List.of(
          "OPENBLAS_CORETYPE",
          "OPENBLAS_L2_SIZE",
          "OMP_NUM_THREADS",
          "MALLOC_ARENA_MAX",
          "MALLOC_MMAP_THRESHOLD_",
          "MALLOC_TRIM_THRESHOLD_",
          "MALLOC_TOP_PAD_");

  private Environment() {}

  static Map<String, Object> describe(Engines engines) throws IOException {
    Map<String, Object> e = new LinkedHashMap<>();
    e.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    e.put("cpu", cpu());
    e.put("processors", Runtime.getRuntime().availableProcessors());
    e.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    e.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    e.put(
        "jvmArguments", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    e.put("vectorBits", FmaPeak.here().bits());
    e.put("octet", engines.best().engine().describe());
    e.put("pytorch", Torch.version());
    e.put(
        "pytorchConfig",
        Torch.config().replaceAll("\\s+", " ").replaceAll(" - Build settings.*", ""));
    e.put("onnxruntime", Onnx.version());
    for (String v : VARIABLES) {
      e.put(v, System.getenv(v) == null ? "unset" : System.getenv(v));
    }
    e.put(
        "results",
        "Octet and ONNX Runtime's one-node sessions write into memory given to them; PyTorch "
            + "allocates its result from a heap that keeps what is freed; of models, everybody "
            + "allocates the result");
    return e;
  }

  /** What else the machine does. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String cpu() throws IOException {
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
