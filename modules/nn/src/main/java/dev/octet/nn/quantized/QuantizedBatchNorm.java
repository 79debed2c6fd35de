package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QNormalization;
import dev.octet.kernel.QNormalization.Steps;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link BatchNorm} of 8-bit integers (PyTorch: {@code nnq.BatchNorm2d}, {@code nnq.BatchNorm3d},
 * {@code nniq.BNReLU2d}): {@link QNormalization#batchNorm}.
 *
 * @param norm factors and statistics; its limits are none or a ReLU's
 * @param x what the input's integers stand for
 * @param y what the result's integers stand for
 */
public record QuantizedBatchNorm(BatchNorm norm, ByteParams x, ByteParams y) implements Module {
  private static final String PREFIX = "quantized_";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the limits are others
   */
  public QuantizedBatchNorm {
    if (!norm.limits().isNone() && !norm.limits().equals(Limits.RELU)) {
      throw new IllegalArgumentException(norm.limits() + ", expected none or a ReLU's");
    }
  }

  /**
   * The type's names.
   *
   * @return with and without a ReLU
   */
  public static String[] types() {
    return new String[] {PREFIX + BatchNorm.TYPE, PREFIX + BatchNorm.TYPE + Limits.RELU.suffix()};
  }

  /** {@code quantized_batch_norm}, {@code quantized_batch_norm_relu}. */
  @Override
  public String type() {
    return PREFIX + norm.type();
  }

  @Override
  public ModuleState state() {
    return Integers.in(Integers.in(norm.state(), "x", x), "y", y);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedBatchNorm of(ModuleState state) {
    return new QuantizedBatchNorm(
        BatchNorm.of(state), Integers.from(state, "x"), Integers.from(state, "y"));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return ready().forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return ready();
  }

  private Ready ready() {
    Steps steps =
        Steps.ofBatch(
            norm.gamma().toArray(),
            norm.beta().toArray(),
            norm.mean().toArray(),
            norm.variance().toArray(),
            norm.eps(),
            x.scale(),
            y.scale());
    return new Ready(type(), steps, Integers.of(x), Integers.of(y), !norm.limits().isNone());
  }

  private record Ready(String type, Steps steps, Integers x, Integers y, boolean relu)
      implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      int c = steps.factor().length;
      BatchNorm.checkChannels(inputs.getFirst(), c);
      Layout layout =
          inputs.getFirst().shape().rank() > 2 ? Layout.CHANNELS_LAST : Layout.CONTIGUOUS;
      QTensor q = x.input(inputs, 0, layout, execution);
      QTensor result = y.newTensor(q.shape(), layout, execution);
      QNorm kernel = execution.kernel(QNorm.class);
      Rows.forEach(
          execution,
          c == 0 ? 0 : q.shape().size() / c,
          c,
          i ->
              QNormalization.batchNorm(
                  kernel,
                  q.array(),
                  q.offset() + i * c,
                  c,
                  x.params(),
                  steps,
                  0,
                  1,
                  result.array(),
                  result.offset() + i * c,
                  y.params(),
                  relu));
      return List.of(result);
    }
  }
}
