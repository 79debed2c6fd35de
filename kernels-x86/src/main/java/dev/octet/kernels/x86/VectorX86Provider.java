package dev.octet.kernels.x86;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.KernelSettings.Isa;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernel.panel.VectorSupport;
import jdk.incubator.vector.VectorShape;

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
    return VectorSupport.missing("amd64", "x86_64")
        .<Support>map(no -> no)
        .orElseGet(
            () ->
                Preferred.bits() < 256
                    ? new Support.No(
                        "vectors are " + Preferred.bits() + " bits wide, less than 256", "")
                    : new Support.Yes(bits(settings) + "-bit vectors"));
  }

  @Override
  public KernelSet kernels(KernelSettings settings) {
    int bits = bits(settings);
    KernelSet products =
        KernelSet.empty()
            .with(FloatGemm.class, VectorGemm.floats(bits))
            .with(QGemm.class, VectorGemm.integers(bits));
    return VectorRows.addTo(products);
  }

  private static int bits(KernelSettings settings) {
    boolean wide = settings.isa().isEmpty() || settings.isa().get() == Isa.AVX512;
    return wide && Preferred.bits() >= 512 ? 512 : 256;
  }

  /** Apart, so that the provider loads where the Vector API is absent. */
  private static final class Preferred {
    static int bits() {
      return VectorShape.preferredShape().vectorBitSize();
    }
  }
}
