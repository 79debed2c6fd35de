package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.nn.ModuleState;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * What the integers at one end of a quantized module stand for, in the forms that kernels and
 * tensors want.
 *
 * @param params scale, zero point and sign
 * @param dtype their type
 * @param qparams scale and zero point
 */
public record Integers(ByteParams params, DType dtype, QParams qparams) {
  /** From what kernels want. */
  public static Integers of(ByteParams params) {
    return new Integers(
        params,
        params.unsigned() ? DType.QUINT8 : DType.QINT8,
        QParams.perTensor(params.scale(), params.zeroPoint()));
  }

  /** A tensor for a module's result. */
  public QTensor newTensor(Shape shape, Layout layout, Execution execution) {
    return execution.newBytes(shape, layout, dtype, qparams);
  }

  /** An input that stands for this, in whatever layout it comes. */
  public QTensor input(List<Tensor> inputs, int index) {
    QTensor x = Args.anyBytes(inputs, index);
    if (x.dtype() != dtype || !x.qparams().equals(qparams)) {
      throw new IllegalArgumentException(
          "input "
              + index
              + " is "
              + x.dtype()
              + " with "
              + x.qparams()
              + "; this layer was made for "
              + dtype
              + " with "
              + qparams);
    }
    return x;
  }

  /** An input that stands for this, in a layout. */
  public QTensor input(List<Tensor> inputs, int index, Layout layout, Execution execution) {
    return (QTensor) Images.to(input(inputs, index), layout, execution);
  }

  /** A state with these parameters under a prefix. */
  public static ModuleState in(ModuleState state, String prefix, ByteParams p) {
    return state
        .with(prefix + "Scale", p.scale())
        .with(prefix + "ZeroPoint", p.zeroPoint())
        .with(prefix + "Unsigned", p.unsigned());
  }

  /** The parameters under a prefix. */
  public static ByteParams from(ModuleState state, String prefix) {
    return new ByteParams(
        state.floatOf(prefix + "Scale"),
        state.intOf(prefix + "ZeroPoint"),
        state.booleanOf(prefix + "Unsigned"));
  }
}
