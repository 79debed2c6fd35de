package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.Quantizer;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link EmbeddingBag} with 8-bit rows (PyTorch: {@code quantized::embedding_bag_byte}). A row is
 * expanded as {@link ByteEmbedding} says, then weighted and added, in float32.
 *
 * @param table the 8-bit rows
 * @param bags sums or means
 */
public record ByteEmbeddingBag(ByteEmbedding table, Bags bags) implements Module {
  /** The type's name. */
  public static final String TYPE = "byte_embedding_bag";

  /**
   * Quantizes each row of a table, as {@link ByteEmbedding#quantize} does.
   *
   * @param bag the float table; finite
   * @return the same in 8-bit rows
   */
  public static ByteEmbeddingBag quantize(EmbeddingBag bag) {
    return new ByteEmbeddingBag(ByteEmbedding.quantize(new Embedding(bag.weight())), bag.bags());
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static ByteEmbeddingBag of(ModuleState state) {
    return new ByteEmbeddingBag(ByteEmbedding.of(state), Bags.of(state));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return bags.in(table.state());
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    QTensor codes = table.codes();
    int size = codes.shape().dim(1);
    Quantizer kernel = execution.kernel(Quantizer.class);
    return List.of(
        bags.pool(
            inputs,
            codes.shape().dim(0),
            size,
            execution,
            (row, factor, y, to) -> add(kernel, row, size, factor, y, to)));
  }

  private void add(Quantizer kernel, int row, int size, float factor, float[] y, int to) {
    float[] x = new float[size];
    kernel.expandRow(
        table.codes().array(),
        table.codes().offset() + row * size,
        size,
        table.scales().get(row),
        table.biases().get(row),
        x,
        0);
    for (int j = 0; j < size; j++) {
      y[to + j] += factor * x[j];
    }
  }
}
