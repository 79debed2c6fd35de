package dev.octet.kernels.vector;

import dev.octet.kernel.Resample;
import dev.octet.kernel.ResampleContract;
import dev.octet.kernel.plain.RowResample;

class VectorResampleTest extends ResampleContract {
  @Override
  protected Resample kernel() {
    return new RowResample(new VectorResampleRows());
  }
}
