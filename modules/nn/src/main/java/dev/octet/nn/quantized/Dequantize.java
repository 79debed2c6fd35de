package dev.octet.nn.quantized;

import dev.octet.engine.Execution;
import dev.octet.kernel.Quantizer;
import dev.octet.nn.Module;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * From 8-bit integers to floats, at a border (PyTorch: {@code nnq.DeQuantize}), by the scale and
 * zero point that the integers bring. Keeps the layout.
 */
public record Dequantize() implements Module {
  /** The type's name. */
  public static final String TYPE = "dequantize";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    QTensor q = Args.anyBytes(inputs, 0);
    ByteParams p = q.byteParams();
    FloatTensor x = execution.newFloats(q.shape(), q.layout());
    Quantizer kernel = execution.kernel(Quantizer.class);
    Rows.forRuns(
        execution,
        q.shape().size(),
        (from, n) ->
            kernel.dequantize(
                q.array(),
                q.offset() + from,
                n,
                p.unsigned(),
                p.scale(),
                p.zeroPoint(),
                x.array(),
                x.offset() + from));
    return List.of(x);
  }
}
