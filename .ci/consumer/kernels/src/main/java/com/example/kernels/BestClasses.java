package com.example.kernels;

import dev.octet.engine.Execution;
import dev.octet.kernel.TopK;
import dev.octet.nn.Module;
import dev.octet.tensor.DType;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A classifier's last layer: of each row of 8-bit scores the k best classes, best first. */
record BestClasses(int k) implements Module {
  @Override
  public String type() {
    return "example.best_classes";
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    if (!(inputs.getFirst() instanceof QTensor q)
        || q.dtype() == DType.QINT32
        || q.shape().rank() != 2
        || q.shape().dim(1) < k) {
      throw new IllegalArgumentException(
          "expected rows of at least " + k + " 8-bit scores, got " + inputs.getFirst());
    }
    int rows = q.shape().dim(0);
    int classes = q.shape().dim(1);
    byte[] scores = new byte[rows * k];
    int[] indices = new int[rows * k];
    TopK kernel = execution.kernel(TopK.class); // whichever provider's
    for (int r = 0; r < rows; r++) {
      kernel.bytes(
          q.array(),
          q.offset() + r * classes,
          classes,
          q.dtype() == DType.QUINT8,
          true,
          k,
          scores,
          indices,
          r * k);
    }
    return List.of(LongTensor.wrap(Arrays.stream(indices).asLongStream().toArray(), rows, k));
  }
}
