package dev.octet.kernels.arm;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernel.panel.VectorSupport;
import dev.octet.kernels.vector.VectorKernels;

/** The {@code vector} tier on AArch64: NEON, and so the low 128 bits of SVE. */
public final class VectorArmProvider implements KernelProvider {
  /** Makes the provider. */
  public VectorArmProvider() {}

  @Override
  public String name() {
    return "vector-arm";
  }

  @Override
  public Tier tier() {
    return Tier.VECTOR;
  }

  @Override
  public Support support(KernelSettings settings) {
    return VectorSupport.missing("aarch64")
        .<Support>map(no -> no)
        .orElse(new Support.Yes("128-bit vectors"));
  }

  @Override
  public KernelSet kernels(KernelSettings settings) {
    return VectorKernels.all();
  }
}
