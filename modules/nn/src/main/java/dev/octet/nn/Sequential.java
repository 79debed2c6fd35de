package dev.octet.nn;

import dev.octet.tensor.DType;

/** Graphs that are chains of modules. */
public final class Sequential {
  private Sequential() {}

  /**
   * A chain from one float input {@code x} to one output {@code y}; nodes are named 0, 1, 2 and so
   * on, as in PyTorch.
   *
   * @param inputDims sizes of the input, {@link Graph#ANY} where they may differ
   * @param modules the chain
   * @return a graph
   * @throws IllegalArgumentException if there is no module
   */
  public static Graph of(int[] inputDims, Module... modules) {
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value v = g.input("x", DType.FLOAT32, inputDims);
    if (modules.length == 0) {
      throw new IllegalArgumentException("a sequential graph needs at least one module");
    }
    for (int i = 0; i < modules.length; i++) {
      v = g.add(String.valueOf(i), modules[i], v);
    }
    return g.output("y", v).build();
  }
}
