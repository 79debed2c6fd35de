package dev.octet.kernels.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class VectorArmProviderTest {
  private final KernelProvider provider = new VectorArmProvider();

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(KernelProvider.class))
        .hasAtLeastOneElementOfType(VectorArmProvider.class);
    assertThat(provider.tier()).isEqualTo(Tier.VECTOR);
    assertThat(provider.name()).isEqualTo("vector-arm");
  }

  @Test
  void runsOnArmOnly() {
    String arch = System.getProperty("os.arch");
    Support support = provider.support(KernelSettings.BEST);
    if (!arch.equals("aarch64")) {
      assertThat(support).isEqualTo(new Support.No("the CPU is " + arch, ""));
    } else if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      assertThat(support).isEqualTo(new Support.Yes("128-bit vectors"));
    } else {
      assertThat(support).isInstanceOf(Support.No.class);
    }
  }
}
