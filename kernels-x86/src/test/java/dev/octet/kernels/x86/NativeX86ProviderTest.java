package dev.octet.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.KernelSettings.Isa;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernels.x86.machine.Cpu;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NativeX86ProviderTest {
  /** Everything that is asked for, and nothing else. */
  private static final Cpu ALL = new Cpu(-1, -1, -1, -1, -1);

  private static final Cpu NOTHING = new Cpu(0, 0, 0, 0, 0);

  private static Support support(Cpu cpu, Isa isa) {
    return new NativeKernels(cpu, null).support(new KernelSettings(Optional.ofNullable(isa)));
  }

  @Test
  void isNativeAndHasAName() {
    NativeX86Provider provider = new NativeX86Provider();
    assertThat(provider.name()).isEqualTo("native-x86");
    assertThat(provider.tier()).isEqualTo(Tier.NATIVE);
    assertThat(provider.priority()).isZero();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(NativeSupport.missing("Linux", "amd64", true, "m")).isEmpty();
    assertThat(NativeSupport.missing("Linux", "aarch64", true, "m"))
        .contains(new Support.No("the CPU is aarch64", ""));
    assertThat(NativeSupport.missing("Windows 11", "amd64", true, "m"))
        .contains(new Support.No("the system is Windows 11, not Linux", ""));
    assertThat(NativeSupport.missing("Linux", "amd64", false, "dev.octet.kernels.x86"))
        .contains(
            new Support.No(
                "native access is not granted to dev.octet.kernels.x86",
                "--enable-native-access=dev.octet.kernels.x86"));
  }

  @Test
  void takesTheBestInstructionsThatTheProcessorHasAndTheSettingsAllow() {
    assertThat(support(ALL, null)).isEqualTo(new Support.Yes("generated code, AVX-512 VNNI"));
    assertThat(support(ALL, Isa.AVX512)).isEqualTo(new Support.Yes("generated code, AVX-512 VNNI"));
    assertThat(support(ALL, Isa.AVXVNNI)).isEqualTo(new Support.Yes("generated code, AVX-VNNI"));
    assertThat(support(ALL, Isa.AVX2)).isEqualTo(new Support.Yes("generated code, AVX2"));
    Cpu old = new Cpu(-1, 1 << 5, 0, 0, 7);
    assertThat(support(old, null)).isEqualTo(new Support.Yes("generated code, AVX2"));
    assertThat(support(old, Isa.AVXVNNI)).isEqualTo(new Support.Yes("generated code, AVX2"));
  }

  @Test
  void refusesAProcessorWithoutTheInstructions() {
    assertThat(support(NOTHING, null))
        .isEqualTo(new Support.No("the CPU has no AVX2 and FMA, or the system hides it", ""));
    assertThat(support(ALL, Isa.NEON))
        .isEqualTo(new Support.No("-Doctet.isa=neon names vectors of ARM", ""));
  }

  @Test
  void refusesWithTheReasonForWhichCodeCannotRun() {
    assertThat(new NativeKernels(null, "no").support(KernelSettings.BEST))
        .isEqualTo(new Support.No("no", ""));
  }

  @Test
  void givesTheSameKernelsEveryTime() {
    NativeX86Provider provider = new NativeX86Provider();
    if (provider.support(KernelSettings.BEST) instanceof Support.Yes) {
      assertThat(provider.kernels(KernelSettings.BEST).find(QGemm.class))
          .isPresent()
          .isEqualTo(provider.kernels(KernelSettings.BEST).find(QGemm.class));
      assertThat(provider.kernels(KernelSettings.BEST).find(QConv.class)).isPresent();
    }
  }
}
