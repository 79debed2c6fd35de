package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Rows;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Bags of rows of a table, and what becomes of each.
 *
 * @param mean whether sums are divided by the bags' sizes
 * @param lastOffset whether offsets end with the number of ids
 */
public record Bags(boolean mean, boolean lastOffset) {
  /** Sums, offsets without the end. */
  public static final Bags SUM = new Bags(false, false);

  /** Means, offsets without the end. */
  public static final Bags MEAN = new Bags(true, false);

  /** Adds {@code weight} times a row to a result. */
  interface Adder {
    void add(int row, float weight, float[] y, int to);
  }

  ModuleState in(ModuleState state) {
    return state.with("mean", mean).with("lastOffset", lastOffset);
  }

  static Bags of(ModuleState state) {
    return new Bags(state.booleanOf("mean"), state.booleanOf("lastOffset"));
  }

  /** One row of {@code size} numbers for each bag. */
  FloatTensor pool(List<Tensor> inputs, int rows, int size, Execution execution, Adder adder) {
    Args.count(inputs, 1, 3);
    LongTensor ids = Args.longs(inputs, 0);
    int[] starts = starts(inputs, ids.shape());
    int next = ids.shape().rank() == 1 ? 2 : 1;
    float[] weights = inputs.size() > next ? weights(inputs, next, ids.shape(), execution) : null;
    int bags = starts.length - 1;
    FloatTensor y = execution.newFloats(Shape.of(bags, size));
    Rows.forEach(
        execution,
        bags,
        size * Math.max(1, ids.shape().size() / Math.max(1, bags)),
        b -> {
          int to = y.offset() + b * size;
          Arrays.fill(y.array(), to, to + size, 0f);
          for (int i = starts[b]; i < starts[b + 1]; i++) {
            int row = Embedding.row(ids, i, rows);
            adder.add(row, weights == null ? 1f : weights[i], y.array(), to);
          }
          int n = starts[b + 1] - starts[b];
          for (int j = to; mean && n > 1 && j < to + size; j++) {
            y.array()[j] /= n;
          }
        });
    return y;
  }

  /** Where each bag begins among the ids, and behind them their number. */
  private int[] starts(List<Tensor> inputs, Shape ids) {
    if (ids.rank() == 2) {
      int[] starts = new int[ids.dim(0) + 1];
      for (int b = 0; b < starts.length; b++) {
        starts[b] = b * ids.dim(1);
      }
      return starts;
    }
    if (ids.rank() != 1 || inputs.size() < 2) {
      throw new IllegalArgumentException(
          "ids have shape " + ids + ", expected [bags, n], or [n] with offsets [bags]");
    }
    long[] offsets = Args.longs(inputs, 1).toArray();
    int bags = offsets.length - (lastOffset ? 1 : 0);
    int[] starts = new int[Math.max(0, bags) + 1];
    starts[starts.length - 1] = ids.dim(0);
    for (int b = 0; b < offsets.length; b++) {
      long least = b == bags ? ids.dim(0) : b == 0 ? 0 : offsets[b - 1];
      long most = b == 0 ? 0 : ids.dim(0);
      if (offsets[b] < least || offsets[b] > most) {
        throw new IllegalArgumentException(
            "offset %d is %d; offsets begin with 0 and rise to the number of ids, %d"
                .formatted(b, offsets[b], ids.dim(0)));
      }
      starts[b] = (int) offsets[b];
    }
    return starts;
  }

  private float[] weights(List<Tensor> inputs, int index, Shape ids, Execution execution) {
    FloatTensor w = Args.floats(inputs, index, execution);
    if (mean || !w.shape().equals(ids)) {
      throw new IllegalArgumentException(
          "weights "
              + w.shape()
              + " of ids "
              + ids
              + ": sums have one for each id, means have none");
    }
    return w.toArray();
  }
}
