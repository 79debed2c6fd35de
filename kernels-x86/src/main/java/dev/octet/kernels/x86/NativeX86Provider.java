package dev.octet.kernels.x86;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;

/**
 * The {@code native} tier on x86-64 and Linux: machine code that is generated in this process. Its
 * class, and those that it names, load everywhere.
 */
public final class NativeX86Provider implements KernelProvider {
  /** Makes the provider. */
  public NativeX86Provider() {}

  @Override
  public String name() {
    return "native-x86";
  }

  @Override
  public Tier tier() {
    return Tier.NATIVE;
  }

  @Override
  public Support support(KernelSettings settings) {
    return NativeSupport.missing()
        .<Support>map(no -> no)
        .orElseGet(() -> Detected.support(settings));
  }

  @Override
  public KernelSet kernels(KernelSettings settings) {
    return Detected.kernels(settings);
  }

  /** Apart, so that nothing is linked where it may not be. */
  private static final class Detected {
    static Support support(KernelSettings settings) {
      return NativeKernels.detected().support(settings);
    }

    static KernelSet kernels(KernelSettings settings) {
      return NativeKernels.detected().all(settings);
    }
  }
}
