package dev.octet.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.engine.ChildJvm;
import dev.octet.engine.EngineProbe;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When generated code runs, and what runs where it may not: each in a JVM of its own. */
class NativeX86EngineTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";

  @BeforeEach
  void onlyWhereItRuns() {
    Support support = new NativeX86Provider().support(KernelSettings.BEST);
    assumeTrue(support instanceof Support.Yes, support::toString);
  }

  private static String probe(String... flags) {
    return ChildJvm.run(EngineProbe.class, flags).output();
  }

  @Test
  void itRunsWhereNativeAccessIsGranted() {
    assertThat(probe(ACCESS))
        .contains("tier=native", "native-x86: generated code", "tasks=100")
        .doesNotContain("] WARN");
    assertThat(probe(ACCESS, MODULE, "-Doctet.engine=native")).contains("tier=native");
    assertThat(probe(ACCESS, "-Doctet.native=on")).contains("tier=native");
  }

  @Test
  void itNeedsNoC2() {
    assertThat(probe(ACCESS, "-XX:TieredStopAtLevel=1")).contains("tier=native");
    assertThat(probe(ACCESS, "-Xint")).contains("tier=native");
  }

  @Test
  void withoutAccessTheVectorTierRunsAndTheFlagIsSaidOnce() {
    String output = probe(MODULE);
    assertThat(output).contains("tier=vector").containsOnlyOnce("] WARN");
    assertThat(output)
        .containsPattern(
            "WARN.*'vector' tier; faster ones need: native --enable-native-access=ALL-UNNAMED");
    assertThat(probe(MODULE, "-Doctet.native=on"))
        .contains("error=engine 'native' was asked for and cannot run")
        .contains("native access is not granted to ALL-UNNAMED");
  }

  @Test
  void itCanBeSwitchedOff() {
    assertThat(probe(ACCESS, MODULE, "-Doctet.native=off"))
        .contains("tier=vector", "native-x86: -Doctet.native=off")
        .doesNotContain("] WARN");
    assertThat(probe(ACCESS, MODULE, "-Doctet.engine=vector")).contains("tier=vector");
    assertThat(probe(ACCESS, "-Doctet.native=off")).contains("tier=java");
  }

  @Test
  void theIsaCanBeLowered() {
    assertThat(probe(ACCESS, "-Doctet.isa=avx2")).contains("tier=native", "generated code, AVX2");
    assertThat(probe(ACCESS, MODULE, "-Doctet.isa=neon")).contains("names vectors of ARM");
  }

  @Test
  void withoutExecutableMemoryTheVectorTierRuns() {
    // The JVM's own code has to be there before.
    String output =
        ChildJvm.run(
                NoExecutableMemoryProbe.class,
                ACCESS,
                MODULE,
                "-XX:-SegmentedCodeCache",
                "-XX:InitialCodeCacheSize=128m",
                "-XX:ReservedCodeCacheSize=128m")
            .output();
    assumeTrue(output.contains("mdwe=0"), "Linux is older than 6.3");
    assertThat(output)
        .contains("tier=vector", "native-x86: the system refuses to make 4096 bytes of memory")
        .doesNotContain("] WARN");
  }
}
