package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.Quantizer;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link Embedding} with 8-bit rows: element j of row i is {@code codes[i][j] * scales[i] +
 * biases[i]}. FBGEMM's fused 8-bit rows (src/QuantUtils.cc, {@code
 * FloatOrHalfToFused8BitRowwiseQuantizedSBFloat}), PyTorch's {@code quantized::embedding_byte}.
 *
 * @param codes [rows, size], {@code QUINT8}, integers that stand for themselves (scale 1, zero
 *     point 0)
 * @param scales [rows]
 * @param biases [rows]
 */
public record ByteEmbedding(QTensor codes, FloatTensor scales, FloatTensor biases)
    implements Module {
  /** The type's name. */
  public static final String TYPE = "byte_embedding";

  private static final QParams ITSELF = QParams.perTensor(1f, 0);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if types or shapes do not fit
   */
  public ByteEmbedding {
    if (codes.shape().rank() != 2
        || codes.dtype() != DType.QUINT8
        || !codes.qparams().equals(ITSELF)) {
      throw new IllegalArgumentException(
          "codes are "
              + codes.dtype()
              + " "
              + codes.shape()
              + " ("
              + codes.qparams()
              + "), expected QUINT8 [rows, size] (scale=1.0, zeroPoint=0)");
    }
    Shape rows = Shape.of(codes.shape().dim(0));
    if (!scales.shape().equals(rows) || !biases.shape().equals(rows)) {
      throw new IllegalArgumentException(
          "scales " + scales.shape() + " and biases " + biases.shape() + ", expected " + rows);
    }
    codes = codes.to(Layout.CONTIGUOUS);
  }

  /**
   * Quantizes each row of a table: {@code bias = min, scale = (max - min) / 255, code =
   * roundHalfEven((x - bias) * (255 / (max - min + 1e-8)))}.
   *
   * @param table the float table; finite
   * @return the same table in 8-bit rows
   * @throws IllegalArgumentException if an element, or a row's greatest less its least, is not
   *     finite
   */
  public static ByteEmbedding quantize(Embedding table) {
    int rows = table.weight().shape().dim(0);
    int size = table.weight().shape().dim(1);
    float[] x = table.weight().array();
    byte[] codes = new byte[rows * size];
    float[] scales = new float[rows];
    float[] biases = new float[rows];
    for (int i = 0; i < rows; i++) {
      quantizeRow(x, table.weight().offset(), i, size, codes, scales, biases);
    }
    return new ByteEmbedding(
        QTensor.wrap(codes, table.weight().shape(), DType.QUINT8, ITSELF),
        FloatTensor.wrap(scales, rows),
        FloatTensor.wrap(biases, rows));
  }

  private static void quantizeRow(
      float[] x, int offset, int row, int size, byte[] codes, float[] scales, float[] biases) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    int from = offset + row * size;
    for (int j = from; j < from + size; j++) {
      if (!Float.isFinite(x[j])) {
        throw new IllegalArgumentException(
            "row " + row + " of the table holds " + x[j] + "; 8-bit rows hold finite values only");
      }
      min = Math.min(min, x[j]);
      max = Math.max(max, x[j]);
    }
    float range = size == 0 ? 0f : max - min;
    if (range == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "row "
              + row
              + " of the table reaches from "
              + min
              + " to "
              + max
              + ", further than a float");
    }
    float inverse = 255f / (range + 1e-8f);
    scales[row] = range / 255f;
    biases[row] = size == 0 ? 0f : min;
    for (int j = 0; j < size; j++) {
      codes[row * size + j] = (byte) Math.rint((x[from + j] - min) * inverse);
    }
  }

  /**
   * The table that the rows stand for: {@code code * scale + bias}.
   *
   * @return a float table
   */
  public FloatTensor dequantize() {
    int size = codes.shape().dim(1);
    int[] q = codes.intRepr();
    float[] x = new float[q.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = q[i] * scales.get(i / size) + biases.get(i / size);
    }
    return FloatTensor.wrap(x, codes.shape().dims());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    LongTensor ids = Args.longs(inputs, 0);
    Quantizer kernel = execution.kernel(Quantizer.class);
    int size = codes.shape().dim(1);
    FloatTensor y = execution.newFloats(Embedding.appended(ids.shape(), size));
    for (int i = 0; i < ids.shape().size(); i++) {
      int row = Embedding.row(ids, i, codes.shape().dim(0));
      kernel.expandRow(
          codes.array(),
          codes.offset() + row * size,
          size,
          scales.array()[scales.offset() + row],
          biases.array()[biases.offset() + row],
          y.array(),
          y.offset() + i * size);
    }
    return List.of(y);
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("codes", codes).with("scales", scales).with("biases", biases);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static ByteEmbedding of(ModuleState state) {
    return new ByteEmbedding(
        state.tensor("codes", QTensor.class),
        state.tensor("scales", FloatTensor.class),
        state.tensor("biases", FloatTensor.class));
  }
}
