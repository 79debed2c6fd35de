package dev.octet.kernel.plain;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;

/** The {@code java} tier: plain loops, which need nothing and run everywhere. */
public final class PlainProvider implements KernelProvider {
  /** Makes the provider. */
  public PlainProvider() {}

  @Override
  public String name() {
    return "java";
  }

  @Override
  public Tier tier() {
    return Tier.JAVA;
  }

  @Override
  public Support support(KernelSettings settings) {
    return new Support.Yes("plain loops");
  }

  @Override
  public KernelSet kernels(KernelSettings settings) {
    KernelSet products =
        KernelSet.empty()
            .with(FloatGemm.class, PlainGemm.floats())
            .with(QGemm.class, PlainGemm.integers())
            .with(FloatConv.class, PlainGemm.floatConv())
            .with(QConv.class, PlainGemm.integerConv());
    return PlainVolumes.addTo(PlainRows.addTo(products));
  }
}
