package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Functions of each float, whatever the layout. */
public final class Floats {
  private Floats() {}

  /** What is done with a run of elements. */
  public interface Run {
    /**
     * Does it.
     *
     * @param x arguments
     * @param from index of the first
     * @param n how many
     * @param y where results go
     * @param to index of the first
     */
    void accept(float[] x, int from, int n, float[] y, int to);
  }

  /** Applies a function to the only input, on as many threads as are worth it. */
  public static List<Tensor> map(List<Tensor> inputs, Execution execution, Run run) {
    Args.count(inputs, 1, 1);
    FloatTensor x = Args.anyFloats(inputs, 0);
    FloatTensor y = execution.newFloats(x.shape(), x.layout());
    Rows.forRuns(
        execution,
        x.shape().size(),
        (from, n) -> run.accept(x.array(), x.offset() + from, n, y.array(), y.offset() + from));
    return List.of(y);
  }
}
