package dev.octet.kernels.x86;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.kernel.FloatAccuracy;
import dev.octet.kernel.FloatAccuracyContract;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The accuracy of generated float kernels, for vectors of 512 and of 256 bits. */
class NativeFloatAccuracyTest {
  private abstract static class Case extends FloatAccuracyContract {
    private final FloatAccuracy accuracy;

    Case(KernelSettings.Isa isa) {
      KernelSettings settings = new KernelSettings(Optional.of(isa));
      NativeKernels kernels = NativeKernels.detected();
      Support support = kernels.support(settings);
      assumeTrue(support instanceof Support.Yes, support::toString);
      accuracy = new FloatAccuracy("native, " + isa, kernels.all(settings));
    }

    @Override
    protected FloatAccuracy accuracy() {
      return accuracy;
    }
  }

  @Nested
  class Avx512 extends Case {
    Avx512() {
      super(KernelSettings.Isa.AVX512);
    }
  }

  @Nested
  class Avx2 extends Case {
    Avx2() {
      super(KernelSettings.Isa.AVX2);
    }
  }
}
