package dev.octet.kernels.x86;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.KernelSettings.Isa;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernel.panel.VectorSupport;
import dev.octet.kernels.vector.VectorKernels;

/** The {@code vector} tier on x86-64. Nothing here needs the Vector API before support is known. */
public final class VectorX86Provider implements KernelProvider {
  /** Makes the provider. */
  public VectorX86Provider() {}

  @Override
  public String name() {
    return "vector-x86";
  }

  @Override
  public Tier tier() {
    return Tier.VECTOR;
  }

  @Override
  public Support support(KernelSettings settings) {
    if (settings.isa().isPresent() && settings.isa().get() == Isa.NEON) {
      return new Support.No("-Doctet.isa=neon names vectors of ARM", "");
    }
    return VectorSupport.missing("amd64", "x86_64")
        .<Support>map(no -> no)
        .orElseGet(
            () ->
                Width.bits() < 256
                    ? new Support.No(
                        "vectors are " + Width.bits() + " bits wide, less than 256", "")
                    : new Support.Yes(Width.bits() + "-bit vectors"));
  }

  @Override
  public KernelSet kernels(KernelSettings settings) {
    return VectorKernels.all();
  }

  /** Apart, so that the provider loads where the Vector API is absent. */
  private static final class Width {
    static int bits() {
      return VectorKernels.bits();
    }
  }
}
