package dev.octet.kernel.plain;

import dev.octet.kernel.Resample;
import dev.octet.kernel.ResampleContract;

class PlainResampleTest extends ResampleContract {
  @Override
  protected Resample kernel() {
    return new RowResample(new PlainResampleRows());
  }
}
