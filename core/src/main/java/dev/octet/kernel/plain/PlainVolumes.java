package dev.octet.kernel.plain;

import dev.octet.kernel.KernelSet;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Resample;

/** The plain kernels of volumes. */
final class PlainVolumes {
  private PlainVolumes() {}

  static KernelSet addTo(KernelSet kernels) {
    return kernels
        .with(Pool.class, new TapPool(new PlainPoolTaps()))
        .with(Resample.class, new RowResample(new PlainResampleRows()))
        .with(Rearrange.class, new PlainRearrange());
  }
}
