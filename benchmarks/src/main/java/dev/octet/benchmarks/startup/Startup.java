package dev.octet.benchmarks.startup;

import dev.octet.benchmarks.Json;
import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.Tier;
import dev.octet.nn.Graph;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.zoo.Models;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * From the start of a JVM to the first result of ResNet-50: saves the network, float and int8, and
 * starts {@link FirstResult} for both files and each tier in turns, for int8 also with an AOT cache
 * (JEP 483, JEP 514) that a run before made. Writes {@code startup.json}.
 */
public final class Startup {
  private static final int RUNS = 7;

  private Startup() {}

  /** A file, a tier and an AOT cache or null, and what was measured of them. */
  private record Case(
      String numbers, Path file, Tier tier, Path cache, List<Map<String, Long>> runs) {
    Case(String numbers, Path file, Tier tier, Path cache) {
      this(numbers, file, tier, cache, new ArrayList<>());
    }

    Map<String, Object> medians() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("numbers", numbers);
      row.put("tier", tier.id());
      row.put("aotCache", cache != null);
      row.put("runs", runs.size());
      for (String key : runs.getFirst().keySet()) {
        row.put(key, runs.stream().mapToLong(r -> r.get(key)).sorted().toArray()[runs.size() / 2]);
      }
      return row;
    }
  }

  /**
   * Measures.
   *
   * @param arguments the folder for results, and how many times each process runs, 7 if not given
   * @throws IOException if files cannot be written or processes not started
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : "benchmarks/target/results");
    int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : RUNS;
    Files.createDirectories(directory);
    Path real = directory.resolve("resnet50-float.safetensors");
    Path int8 = directory.resolve("resnet50-int8.safetensors");
    save(real, int8);
    List<Case> cases = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      if (runs(tier)) {
        cases.add(new Case("float", real, tier, null));
        Case fresh = new Case("int8", int8, tier, null);
        Path cache = directory.resolve("startup-" + tier.id() + ".aot");
        cases.add(fresh);
        run(fresh, "-XX:AOTCacheOutput=" + cache);
        cases.add(new Case("int8", int8, tier, cache));
      }
    }
    for (int run = 0; run < runs; run++) {
      for (Case c : cases) {
        c.runs.add(c.cache == null ? run(c) : run(c, "-XX:AOTCache=" + c.cache));
      }
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("model", "ResNet-50");
    document.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    document.put("processors", Runtime.getRuntime().availableProcessors());
    document.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    document.put("bytesFloat", Files.size(real));
    document.put("bytesInt8", Files.size(int8));
    document.put("bytesRatio", (double) Files.size(int8) / Files.size(real));
    document.put("rows", cases.stream().map(Case::medians).toList());
    String json = Json.document(document);
    Files.writeString(directory.resolve("startup.json"), json);
    System.out.print(json);
  }

  private static void save(Path real, Path int8) throws IOException {
    Graph graph = Models.resnet50().random(1);
    Random random = new Random(1);
    List<Map<String, FloatTensor>> images = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      FloatTensor image = FloatTensor.zeros(Shape.of(1, 3, 224, 224));
      for (int k = 0; k < image.array().length; k++) {
        image.array()[k] = (float) random.nextGaussian();
      }
      images.add(Map.of(graph.inputs().getFirst().name(), image));
    }
    Quantization.fuse(graph).save(real);
    Quantization.convert(Quantization.prepare(graph).calibrate(images)).save(int8);
  }

  private static boolean runs(Tier tier) {
    try {
      Engine.of(EngineOptions.of(tier));
      return true;
    } catch (IllegalStateException e) {
      System.out.println("missing: " + e.getMessage());
      return false;
    }
  }

  private static Map<String, Long> run(Case c, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    switch (c.tier) {
      case JAVA -> {}
      case VECTOR -> command.add("--add-modules=jdk.incubator.vector");
      case NATIVE -> command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            FirstResult.class.getName(),
            c.file.toString(),
            c.tier.id(),
            Long.toString(System.currentTimeMillis())));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("failed with " + process.exitValue() + ": " + command);
    }
    Map<String, Long> figures = new LinkedHashMap<>();
    for (String line : out.lines().toList()) {
      // The JVM says here too that it made a cache.
      if (line.matches("\\w+ \\d+")) {
        int space = line.indexOf(' ');
        figures.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
      }
    }
    return figures;
  }
}
