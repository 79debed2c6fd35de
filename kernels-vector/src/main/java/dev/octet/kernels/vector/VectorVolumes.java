package dev.octet.kernels.vector;

import dev.octet.kernel.KernelSet;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Resample;
import dev.octet.kernel.plain.RowResample;
import dev.octet.kernel.plain.TapPool;

/** The vector kernels of volumes. Copies are left to plain Java: memory is their limit. */
final class VectorVolumes {
  private VectorVolumes() {}

  static KernelSet addTo(KernelSet kernels) {
    return kernels
        .with(Pool.class, new TapPool(new VectorPoolTaps()))
        .with(Resample.class, new RowResample(new VectorResampleRows()));
  }
}
