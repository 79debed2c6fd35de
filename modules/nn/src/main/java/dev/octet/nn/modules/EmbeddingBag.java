package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Sums or means of rows of a table (PyTorch: {@code nn.EmbeddingBag}). Inputs: ids [bags, n], or
 * ids [n] and offsets [bags], where each bag begins; then, for sums, a weight for each id where
 * they are given. A negative id counts from the end; a bag of none gives zeros. Result [bags,
 * size].
 *
 * @param weight [rows, size]
 * @param bags sums or means
 */
public record EmbeddingBag(FloatTensor weight, Bags bags) implements Module {
  /** The type's name. */
  public static final String TYPE = "embedding_bag";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the table has not two dimensions
   */
  public EmbeddingBag {
    weight = new Embedding(weight).weight();
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static EmbeddingBag of(ModuleState state) {
    return new EmbeddingBag(state.tensor("weight", FloatTensor.class), Bags.of(state));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return bags.in(ModuleState.EMPTY).with("weight", weight);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    int size = weight.shape().dim(1);
    float[] table = weight.array();
    return List.of(
        bags.pool(
            inputs,
            weight.shape().dim(0),
            size,
            execution,
            (row, factor, y, to) -> {
              int from = weight.offset() + row * size;
              for (int j = 0; j < size; j++) {
                y[to + j] += factor * table[from + j];
              }
            }));
  }
}
