package com.example.kernels;

import dev.octet.kernel.TopK;
import dev.octet.kernel.TopKContract;

/** What Octet asks of its own kernels: the suite of octet-core's test jar. */
class FewBestTopKContractTest extends TopKContract {
  @Override
  protected TopK kernel() {
    return new FewBestTopK();
  }
}
