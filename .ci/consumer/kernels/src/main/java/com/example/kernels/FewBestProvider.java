package com.example.kernels;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernel.TopK;

/** Fills {@link TopK} and leaves everything else to Octet. */
public final class FewBestProvider implements KernelProvider {
  @Override
  public String name() {
    return "few-best";
  }

  @Override
  public Tier tier() {
    return Tier.JAVA; // plain Java: needs no flag
  }

  @Override
  public int priority() {
    return 1; // before Octet's own, which have 0
  }

  @Override
  public Support support(KernelSettings settings) {
    return new Support.Yes("top k in one pass");
  }

  @Override
  public KernelSet kernels(KernelSettings settings) {
    return KernelSet.empty().with(TopK.class, new FewBestTopK());
  }
}
