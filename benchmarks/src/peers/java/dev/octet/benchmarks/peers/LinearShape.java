package dev.octet.benchmarks.peers;

import java.util.List;

/**
 * A linear layer: M rows of K in, M rows of N out.
 *
 * @param m rows
 * @param n outputs
 * @param k inputs
 */
record LinearShape(int m, int n, int k) {
  /** Layers of transformers of several sizes, of one token and of many. */
  static final List<LinearShape> ALL =
      List.of(
          new LinearShape(1, 768, 768),
          new LinearShape(1, 3072, 768),
          new LinearShape(8, 768, 768),
          new LinearShape(128, 768, 768),
          new LinearShape(128, 3072, 768),
          new LinearShape(128, 768, 3072),
          new LinearShape(512, 1024, 1024),
          new LinearShape(1, 4096, 4096));

  String name() {
    return m + "x" + n + "x" + k;
  }

  long macs() {
    return (long) m * n * k;
  }
}
