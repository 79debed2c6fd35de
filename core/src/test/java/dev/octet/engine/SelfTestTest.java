package dev.octet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.reference.ReferenceKernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SelfTestTest {
  @Test
  void hashesAreThoseOfTheReference() {
    KernelSet reference = ReferenceKernels.all();
    for (Class<? extends Kernel> contract : reference.contracts()) {
      SelfTest.Result result = SelfTest.run(contract, reference.find(contract).orElseThrow());
      if (result.tolerance() == 0f) {
        assertThat(Arrays.hashCode(result.values()))
            .as(contract.getSimpleName())
            .isEqualTo(result.hash());
      }
    }
  }
}
