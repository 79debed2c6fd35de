package com.example.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the program in every packaging, with and without each flag that Octet can use. */
class ConsumerTest {
  private static final Path TARGET = Path.of("target");
  private static final String MAIN = System.getProperty("main.class");
  private static final Set<String> RESULTS = new HashSet<>();

  enum Packaging {
    CLASS_PATH,
    MODULE_PATH,
    JAR,
    SPRING_BOOT_JAR;

    List<String> arguments() {
      String everything =
          String.join(
              File.pathSeparator,
              TARGET.resolve("classes").toString(),
              this == CLASS_PATH ? TARGET.resolve("lib") + "/*" : TARGET.resolve("lib").toString());
      return switch (this) {
        case CLASS_PATH -> List.of("-classpath", everything, MAIN);
        case MODULE_PATH ->
            List.of("--module-path", everything, "--module", "com.example.consumer/" + MAIN);
        case JAR -> List.of("-jar", TARGET.resolve("consumer-1.jar").toString());
        case SPRING_BOOT_JAR -> List.of("-jar", TARGET.resolve("consumer-1-boot.jar").toString());
      };
    }

    /** On the module path the kernels' own descriptor asks for the vector module. */
    String tier(boolean vector) {
      return vector || this == MODULE_PATH ? "vector" : "java";
    }
  }

  record Case(Packaging packaging, boolean vector, boolean nativeAccess) {
    List<String> command() {
      List<String> command =
          new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
      if (vector) {
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      }
      if (nativeAccess) {
        command.add("--enable-native-access=ALL-UNNAMED");
      }
      command.addAll(packaging.arguments());
      return command;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Packaging packaging : Packaging.values()) {
      for (boolean vector : new boolean[] {false, true}) {
        for (boolean nativeAccess : new boolean[] {false, true}) {
          cases.add(new Case(packaging, vector, nativeAccess));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void runs(Case c, @TempDir Path directory) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(c.command())
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", c).isTrue();
    String messages = Files.readString(log);
    assertThat(process.exitValue()).as("exit of %s: %s", c.command(), messages).isZero();

    Map<String, String> printed = new HashMap<>();
    for (String line : Files.readAllLines(out)) {
      printed.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    String tier = c.packaging().tier(c.vector());
    assertThat(printed).as(messages).containsEntry("engine", tier).containsEntry("smaller", "true");
    RESULTS.add(printed.get("result"));
    assertThat(RESULTS).as("results of all runs so far").hasSize(1);
    if (tier.equals("java")) {
      assertThat(messages).as("advice").containsOnlyOnce("--add-modules jdk.incubator.vector");
    } else {
      assertThat(messages).doesNotContain("--add-modules");
    }
    assertThat(messages).doesNotContain("Exception");
  }

  @AfterAll
  static void everyRunGaveAResult() {
    assertThat(RESULTS).hasSize(1).doesNotContainNull();
  }
}
