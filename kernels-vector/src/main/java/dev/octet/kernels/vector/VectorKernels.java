package dev.octet.kernels.vector;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;

/** The kernels of the {@code vector} tier, for a provider to offer. */
public final class VectorKernels {
  private VectorKernels() {}

  /**
   * The width in use.
   *
   * @return 128, 256 or 512
   */
  public static int bits() {
    return VectorWidth.FLOATS.vectorBitSize();
  }

  /**
   * All of them.
   *
   * @return a kernel for each contract that has one
   */
  public static KernelSet all() {
    KernelSet products =
        KernelSet.empty()
            .with(FloatGemm.class, VectorGemm.floats())
            .with(QGemm.class, VectorGemm.integers())
            .with(FloatConv.class, VectorGemm.floatConv())
            .with(QConv.class, VectorGemm.integerConv());
    return VectorVolumes.addTo(VectorRows.addTo(products));
  }
}
