package dev.octet.kernel.plain;

import dev.octet.kernel.FloatAccuracy;
import dev.octet.kernel.FloatAccuracyContract;
import dev.octet.kernel.KernelSettings;

class PlainFloatAccuracyTest extends FloatAccuracyContract {
  @Override
  protected FloatAccuracy accuracy() {
    return new FloatAccuracy("java", new PlainProvider().kernels(KernelSettings.BEST));
  }
}
