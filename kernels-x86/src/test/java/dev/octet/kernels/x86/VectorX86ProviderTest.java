package dev.octet.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.KernelSettings.Isa;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class VectorX86ProviderTest {
  private final KernelProvider provider = new VectorX86Provider();

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(KernelProvider.class))
        .hasAtLeastOneElementOfType(VectorX86Provider.class);
    assertThat(provider.tier()).isEqualTo(Tier.VECTOR);
    assertThat(provider.name()).isEqualTo("vector-x86");
  }

  @Test
  void runsWhereTheMachineAndTheFlagsLetIt() {
    assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
    Support support = provider.support(KernelSettings.BEST);
    if (Hardware.has512()) {
      assertThat(support).isEqualTo(new Support.Yes("512-bit vectors"));
    } else if (Hardware.has256()) {
      assertThat(support).isEqualTo(new Support.Yes("256-bit vectors"));
    } else if (!Hardware.hasModule()) {
      assertThat(support)
          .isEqualTo(
              new Support.No(
                  "module jdk.incubator.vector is absent", "--add-modules jdk.incubator.vector"));
    } else {
      assertThat(support).isInstanceOf(Support.No.class);
    }
  }

  @Test
  void vectorsOfAnotherFamilyAreRefused() {
    KernelSettings neon = new KernelSettings(Optional.of(Isa.NEON));
    assertThat(provider.support(neon))
        .isEqualTo(new Support.No("-Doctet.isa=neon names vectors of ARM", ""));
  }

  @Test
  void fillsContracts() {
    assumeThat(Hardware.has256()).isTrue();
    assertThat(provider.kernels(KernelSettings.BEST).contracts())
        .contains(FloatGemm.class, QGemm.class, FloatConv.class, QConv.class);
  }
}
