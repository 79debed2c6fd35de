package dev.octet.kernel.reference;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.KernelContext;

/** {@link FloatGemm}, summed in double precision. */
public final class ReferenceFloatGemm implements FloatGemm {
  /** Makes the kernel. */
  public ReferenceFloatGemm() {}

  @Override
  public int packedSize(int n, int k) {
    return n * k;
  }

  @Override
  public FloatPanels pack(FloatMatrix b, float[] into) {
    for (int j = 0; j < b.rows(); j++) {
      for (int p = 0; p < b.cols(); p++) {
        into[j * b.cols() + p] = b.array()[b.offset() + j * b.rowStride() + p * b.colStride()];
      }
    }
    return new FloatPanels(into, b.rows(), b.cols());
  }

  @Override
  public void multiply(
      FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.n(); j++) {
        double sum = bias == null ? 0 : bias[j];
        for (int p = 0; p < b.k(); p++) {
          float left = a.array()[a.offset() + i * a.rowStride() + p * a.colStride()];
          sum += (double) left * b.array()[j * b.k() + p];
        }
        c.array()[c.offset() + i * c.rowStride() + j] = (float) sum;
      }
    }
  }
}
