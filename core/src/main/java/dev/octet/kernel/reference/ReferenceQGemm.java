package dev.octet.kernel.reference;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;

/** {@link QGemm}, as its equation stands. */
public final class ReferenceQGemm implements QGemm {
  /** Makes the kernel. */
  public ReferenceQGemm() {}

  private record Rows(int[] weights, int n, int k) implements QPanels {
    @Override
    public long bytes() {
      return 4L * weights.length;
    }
  }

  @Override
  public QPanels pack(byte[] b, int offset, int n, int k, boolean unsigned, int[] zeroPoints) {
    int[] weights = new int[n * k];
    for (int i = 0; i < weights.length; i++) {
      int zeroPoint = zeroPoints[zeroPoints.length == 1 ? 0 : i / k];
      weights[i] = ReferenceStage.integer(b[offset + i], unsigned) - zeroPoint;
    }
    return new Rows(weights, n, k);
  }

  @Override
  public QPanels pack(QMatrix b, KernelContext context) {
    int[] rows = new int[b.rows() * b.cols()];
    for (int i = 0; i < rows.length; i++) {
      int at = b.offset() + i / b.cols() * b.rowStride() + i % b.cols() * b.colStride();
      rows[i] = ReferenceStage.integer(b.array()[at], b.unsigned()) - b.zeroPoint();
    }
    return new Rows(rows, b.rows(), b.cols());
  }

  @Override
  public void release(QPanels b, KernelContext context) {}

  @Override
  public void multiply(QActivations a, QPanels b, QStage stage, KernelContext context) {
    Rows rows = (Rows) b;
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < rows.n; j++) {
        int acc = 0;
        for (int p = 0; p < rows.k; p++) {
          byte left = a.array()[a.offset() + i * a.rowStride() + p];
          acc +=
              (ReferenceStage.integer(left, a.unsigned()) - a.zeroPoint(i))
                  * rows.weights[j * rows.k + p];
        }
        ReferenceStage.store(acc, i, j, stage);
      }
    }
  }
}
