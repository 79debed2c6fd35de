package dev.octet.kernel.panel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.Support;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VectorSupportTest {
  private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

  @Test
  void allThere() {
    assertThat(missing("amd64", HOTSPOT, "mixed mode, sharing", true)).isEmpty();
    assertThat(missing("amd64", HOTSPOT, "compiled mode, sharing", true)).isEmpty();
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(missing("riscv64", HOTSPOT, "mixed mode", true))
        .contains(new Support.No("the CPU is riscv64", ""));
    assertThat(missing("amd64", "Eclipse OpenJ9 VM", "JRE 25", true))
        .contains(new Support.No("the JVM is Eclipse OpenJ9 VM, not HotSpot", ""));
    assertThat(reason("interpreted mode, sharing"))
        .isEqualTo("the C2 compiler is off (interpreted mode, sharing)");
    assertThat(reason("mixed mode, emulated-client, sharing"))
        .isEqualTo("the C2 compiler is off (mixed mode, emulated-client, sharing)");
    assertThat(missing("amd64", HOTSPOT, "mixed mode, sharing", false))
        .contains(
            new Support.No(
                "module jdk.incubator.vector is absent", "--add-modules jdk.incubator.vector"));
  }

  private static String reason(String vmInfo) {
    return missing("amd64", HOTSPOT, vmInfo, true).orElseThrow().reason();
  }

  private static Optional<Support.No> missing(
      String arch, String name, String info, boolean module) {
    return VectorSupport.missing(arch, name, info, module, "amd64", "x86_64");
  }
}
