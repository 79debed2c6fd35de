package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;

/**
 * Weights of a convolution as right-hand sides of products. Groups with fewer outputs than a panel
 * has columns are bundled: a bundle is one product over the channels of all its groups, block
 * diagonal.
 *
 * <pre>
 * columns of A:      tap 0                     tap 1
 *                    group 0 | group 1 | ...   group 0 | group 1 | ...
 * outputs of group 0    w    |    0    |          w    |    0    |
 * outputs of group 1    0    |    w    |          0    |    w    |
 * </pre>
 *
 * @param filter the geometry
 * @param bundle groups of a bundle, a divisor of all
 */
record ConvPacking(ConvFilter filter, int bundle) {
  /** What a bundled product costs, in columns of a panel times depth. */
  static long cost(ConvFilter f, int columns) {
    int bundle = bundle(f, columns);
    int width = Tasks.ceilDiv(bundle * f.groupOutputs(), columns) * columns;
    return (long) (f.groups() / bundle) * width * bundle * f.groupInputs();
  }

  static ConvPacking of(ConvFilter f, int columns) {
    return new ConvPacking(f, bundle(f, columns));
  }

  private static int bundle(ConvFilter f, int columns) {
    int bundle = Math.clamp(columns / f.groupOutputs(), 1, f.groups());
    while (f.groups() % bundle != 0) {
      bundle--;
    }
    return bundle;
  }

  int bundles() {
    return filter.groups() / bundle;
  }

  /** Outputs of each bundle. */
  int outputs() {
    return bundle * filter.groupOutputs();
  }

  /** Inputs of each bundle. */
  int inputs() {
    return bundle * filter.groupInputs();
  }

  int firstOutput(int index) {
    return index * bundle * filter.groupOutputs();
  }

  int firstInput(int index) {
    return index * bundle * filter.groupInputs();
  }

  /** Copies a run of weights. */
  interface Copy {
    void copy(int from, int to, int n);
  }

  /** Goes through the weights of a bundle that are not zero, run by run: rows of B have no gaps. */
  void forEachRun(int index, int[] taps, Copy copy) {
    int inputs = filter.groupInputs();
    int depth = taps.length * inputs();
    for (int j = 0; j < outputs(); j++) {
      int group = j / filter.groupOutputs();
      int from = (firstOutput(index) + j) * filter.k();
      for (int t = 0; t < taps.length; t++) {
        int to = j * depth + t * inputs() + group * inputs;
        copy.copy(from + taps[t] * inputs, to, inputs);
      }
    }
  }
}
