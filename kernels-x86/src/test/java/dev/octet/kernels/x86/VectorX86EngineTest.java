package dev.octet.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.engine.ChildJvm;
import dev.octet.engine.EngineProbe;
import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which engine runs under which flags: each in a JVM of its own. */
class VectorX86EngineTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @BeforeEach
  void onlyOnX86() {
    String arch = System.getProperty("os.arch");
    assumeTrue(arch.equals("amd64") || arch.equals("x86_64"), "os.arch is " + arch);
  }

  private static String probe(String... flags) {
    return ChildJvm.run(EngineProbe.class, flags).output();
  }

  @Test
  void theVectorTierRunsWithTheModule() {
    assertThat(probe(MODULE)).contains("tier=vector", "vector-x86", "tasks=100");
    assertThat(probe(MODULE, "-Doctet.engine=vector")).contains("tier=vector");
  }

  @Test
  void withoutTheModuleTheJavaTierRunsAndTheFlagIsSaidOnce() {
    String output = probe();
    assertThat(output).contains("tier=java");
    assertThat(output).containsOnlyOnce("WARN");
    assertThat(output)
        .containsPattern(
            "WARN.*'java' tier; faster ones need:.*vector --add-modules jdk.incubator.vector");
    assertThat(probe("-Doctet.engine=vector"))
        .contains("error=engine 'vector' was asked for and cannot run")
        .contains("jdk.incubator.vector");
  }

  @Test
  void withoutC2TheJavaTierRuns() {
    assertThat(probe(MODULE, "-XX:TieredStopAtLevel=1")).contains("tier=java").contains("C2");
    assertThat(probe(MODULE, "-Xint")).contains("tier=java").contains("C2");
  }

  @Test
  void theIsaAndTheJvmCanLowerTheWidth() {
    assertThat(probe(MODULE, "-Doctet.isa=avx2")).contains("tier=vector").contains("256-bit");
    assertThat(probe(MODULE, "-XX:UseAVX=2")).contains("tier=vector").contains("256-bit");
  }

  @Test
  void aMissingJarMeansTheJavaTier() {
    String others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(p -> !p.contains("kernels-x86"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(ChildJvm.run(others, EngineProbe.class, MODULE).output()).contains("tier=java");
    assertThat(ChildJvm.run(others, EngineProbe.class, MODULE, "-Doctet.engine=vector").output())
        .contains("error=engine 'vector'", "no provider of that tier was found");
  }
}
