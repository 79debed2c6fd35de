package dev.octet.kernel.plain;

import dev.octet.kernel.Rearrange;
import dev.octet.kernel.RearrangeContract;

class PlainRearrangeTest extends RearrangeContract {
  @Override
  protected Rearrange kernel() {
    return new PlainRearrange();
  }
}
