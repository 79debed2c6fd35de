package dev.octet.nn.modules;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.Quantizer;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.numerics.ChooseQParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link Linear} with 8-bit weights, whose input is quantized as it arrives (PyTorch: {@code
 * ao.nn.quantized.dynamic.Linear}, operator {@code quantized::linear_dynamic}): float in, float
 * out.
 *
 * <p>The input becomes unsigned 8-bit integers, with scale and zero point from its least and
 * greatest value by {@link ChooseQParams#dynamic}, either of the whole input or of each row by
 * itself, which is closer to the float model and makes a row's result independent of the other rows
 * in the batch.
 *
 * <p>Of the whole input, every integer is that of PyTorch's operator on its FBGEMM engine: rounding
 * has the zero point inside ({@link dev.octet.numerics.Affine#quantizeFused}), and a reduced range
 * chooses scale and zero point for 0 to 127 but does not clamp there, so that 128 occurs. A row by
 * itself is quantized by {@link dev.octet.numerics.Affine#quantize}, and a reduced range clamps at
 * 127.
 *
 * @param weight [out, in], {@code QINT8} or {@code QUINT8}, per tensor or per channel of axis 0
 * @param bias [out], float, or null
 * @param perRow whether each row of the input has its own scale and zero point
 * @param reduceRange whether the input uses 7 bits, 0 to 127, as PyTorch's x86 engines do
 * @param relu whether negative results become 0
 */
public record DynamicLinear(
    QTensor weight, FloatTensor bias, boolean perRow, boolean reduceRange, boolean relu)
    implements Module {
  /** The type's name. */
  public static final String TYPE = "dynamic_linear";

  /** Rows that a task quantizes: about ten microseconds of work. */
  private static final int ELEMENTS_PER_TASK = 32_768;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the shapes do not fit, or {@code in} is over {@link
   *     QGemm#MAX_K}
   */
  public DynamicLinear {
    weight = weight.to(Layout.CONTIGUOUS);
    Linear.checkShapes(weight.shape(), bias);
    if (weight.dtype() == DType.QINT32) {
      throw new IllegalArgumentException("weight is QINT32, expected QINT8 or QUINT8");
    }
    if (weight.qparams().isPerChannel() && weight.qparams().axis() != 0) {
      throw new IllegalArgumentException(
          "weight has its channels on axis " + weight.qparams().axis() + ", expected axis 0");
    }
    if (weight.shape().dim(1) > QGemm.MAX_K) {
      throw new IllegalArgumentException(
          "weight "
              + weight.shape()
              + " has more than "
              + QGemm.MAX_K
              + " inputs: its sums could leave int32");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return packed(execution.kernel(QGemm.class), execution.kernel(Quantizer.class))
        .forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return packed(engine.kernel(QGemm.class), engine.kernel(Quantizer.class));
  }

  private Packed packed(QGemm gemm, Quantizer quantizer) {
    QParams p = weight.qparams();
    QGemm.QPanels panels =
        gemm.pack(
            weight.array(),
            weight.offset(),
            weight.shape().dim(0),
            weight.shape().dim(1),
            weight.dtype() == DType.QUINT8,
            p.zeroPoints());
    float[] floatBias = bias == null ? null : bias.toArray();
    return new Packed(
        gemm, quantizer, panels, p.scales(), floatBias, perRow, reduceRange ? 127 : 255, relu);
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY
        .with("perRow", perRow)
        .with("reduceRange", reduceRange)
        .with("relu", relu)
        .with("weight", weight)
        .with("bias", bias);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static DynamicLinear of(ModuleState state) {
    return new DynamicLinear(
        state.tensor("weight", QTensor.class),
        state.floats("bias").orElse(null),
        state.booleanOf("perRow"),
        state.booleanOf("reduceRange"),
        state.booleanOf("relu"));
  }

  private record Packed(
      QGemm gemm,
      Quantizer quantizer,
      QGemm.QPanels panels,
      float[] weightScales,
      float[] bias,
      boolean perRow,
      int qmax,
      boolean relu)
      implements Module {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      int k = panels.k();
      FloatTensor x =
          Args.rowsOf(inputs, 0, k, "weight [" + panels.n() + ", " + k + "]", execution);
      int rows = x.shape().size(0, x.shape().rank() - 1);
      FloatTensor y = execution.newFloats(x.shape().with(-1, panels.n()));
      byte[] q = execution.bytes(rows * k);
      float[] scales = execution.floats(Math.max(rows, 1));
      int[] zeroPoints = execution.ints(Math.max(rows, 1));
      if (perRow) {
        quantizeRows(x, rows, q, scales, zeroPoints, execution);
      } else {
        quantizeAll(x, rows, q, scales, zeroPoints, execution);
      }
      gemm.multiply(
          new QGemm.QActivations(q, 0, rows, k, k, true, zeroPoints, perRow),
          panels,
          new QStage.Dequantize(
              scales, perRow, weightScales, bias, relu, y.array(), y.offset(), panels.n()),
          execution);
      execution.release(zeroPoints);
      execution.release(scales);
      execution.release(q);
      return List.of(y);
    }

    private void quantizeRows(
        FloatTensor x, int rows, byte[] q, float[] scales, int[] zeroPoints, Execution execution) {
      int k = panels.k();
      int chunk = Math.max(1, ELEMENTS_PER_TASK / Math.max(k, 1));
      execution.parallel(
          (rows + chunk - 1) / chunk,
          task -> {
            float[] range = execution.floats(2);
            for (int i = task * chunk; i < Math.min(rows, (task + 1) * chunk); i++) {
              int at = x.offset() + i * k;
              quantizer.minMax(x.array(), at, k, range, 0);
              choose(range[0], range[1], scales, zeroPoints, i);
              quantizer.quantize(x.array(), at, k, scales[i], zeroPoints[i], 0, qmax, q, i * k);
            }
            execution.release(range);
          });
    }

    private void quantizeAll(
        FloatTensor x, int rows, byte[] q, float[] scales, int[] zeroPoints, Execution execution) {
      int n = rows * panels.k();
      int tasks = (n + ELEMENTS_PER_TASK - 1) / ELEMENTS_PER_TASK;
      float[] ranges = execution.floats(2 * tasks + 2);
      execution.parallel(
          tasks,
          t -> {
            int from = t * ELEMENTS_PER_TASK;
            int count = Math.min(ELEMENTS_PER_TASK, n - from);
            quantizer.minMax(x.array(), x.offset() + from, count, ranges, 2 * t);
          });
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (int t = 0; t < tasks; t++) {
        min = Math.min(min, ranges[2 * t]);
        max = Math.max(max, ranges[2 * t + 1]);
      }
      execution.release(ranges);
      choose(min, max, scales, zeroPoints, 0);
      // Rounding the zero point up can push the greatest value one step out; infinities clamp
      // there.
      int greatest = Math.min(255, qmax + 1);
      execution.parallel(
          tasks,
          t -> {
            int from = t * ELEMENTS_PER_TASK;
            int count = Math.min(ELEMENTS_PER_TASK, n - from);
            quantizer.quantizeFused(
                x.array(),
                x.offset() + from,
                count,
                scales[0],
                zeroPoints[0],
                0,
                greatest,
                q,
                from);
          });
    }

    /** A range without a finite value is that of zeros. */
    private void choose(float min, float max, float[] scales, int[] zeroPoints, int at) {
      boolean empty = min > max;
      ChooseQParams.choose(empty ? 0f : min, empty ? 0f : max, 0, qmax, scales, zeroPoints, at);
    }
  }
}
