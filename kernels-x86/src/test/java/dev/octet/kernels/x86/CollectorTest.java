package dev.octet.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.engine.ChildJvm;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated code on arrays that each collector moves: each in a JVM of its own, which verifies. */
class CollectorTest {
  private static final Pattern RESULT = Pattern.compile("calls=(\\d+) wrong=0");

  @ParameterizedTest
  @ValueSource(strings = {"Serial", "Parallel", "G1", "Z", "Shenandoah"})
  void resultsStayRightWhileArraysMove(String collector) {
    assumeTrue(
        new NativeX86Provider().support(KernelSettings.BEST) instanceof Support.Yes,
        "generated code does not run here");
    ChildJvm.Result result =
        ChildJvm.run(
            System.getProperty("java.class.path"),
            CollectorProbe.class,
            new String[] {"3"},
            "-XX:+Use" + collector + "GC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+VerifyAfterGC",
            "-Xmx96m",
            "-Xlog:gc:stderr",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "--enable-native-access=ALL-UNNAMED");
    assertThat(result.exit()).as(result.output()).isZero();
    Matcher matcher = RESULT.matcher(result.output());
    assertThat(matcher.find()).as(result.output()).isTrue();
    assertThat(Long.parseLong(matcher.group(1))).isGreaterThan(100);
    assertThat(
            result
                .output()
                .lines()
                .filter(l -> l.contains("Pause") || l.contains("Collection"))
                .count())
        .isGreaterThan(5);
  }
}
