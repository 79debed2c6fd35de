package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a table by number (PyTorch: {@code nn.Embedding}): ids [...], result [..., size]. As in
 * ONNX's Gather, a negative id counts from the end.
 *
 * @param weight [rows, size]
 */
public record Embedding(FloatTensor weight) implements Module {
  /** The type's name. */
  public static final String TYPE = "embedding";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the table has not two dimensions
   */
  public Embedding {
    if (weight.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "weight has shape " + weight.shape() + ", expected [rows, size]");
    }
    weight = weight.to(Layout.CONTIGUOUS);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    LongTensor ids = Args.longs(inputs, 0);
    int size = weight.shape().dim(1);
    FloatTensor y = execution.newFloats(appended(ids.shape(), size));
    for (int i = 0; i < ids.shape().size(); i++) {
      int row = row(ids, i, weight.shape().dim(0));
      System.arraycopy(
          weight.array(), weight.offset() + row * size, y.array(), y.offset() + i * size, size);
    }
    return List.of(y);
  }

  static int row(LongTensor ids, int i, int rows) {
    long id = ids.array()[ids.offset() + i];
    if (id < -rows || id >= rows) {
      throw new IllegalArgumentException(
          "id " + id + " at position " + i + " outside a table of " + rows + " rows");
    }
    return (int) (id < 0 ? id + rows : id);
  }

  static Shape appended(Shape shape, int size) {
    int[] dims = Arrays.copyOf(shape.dims(), shape.rank() + 1);
    dims[shape.rank()] = size;
    return Shape.of(dims);
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("weight", weight);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Embedding of(ModuleState state) {
    return new Embedding(state.tensor("weight", FloatTensor.class));
  }
}
