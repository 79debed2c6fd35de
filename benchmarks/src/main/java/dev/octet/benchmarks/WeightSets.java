package dev.octet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Packed weights that a benchmark uses in turns. One set in a loop stays in the caches, as the
 * weights of a layer between two passes of its network do not; sets of more than any cache's size
 * come from memory each time.
 *
 * @param <W> packed weights
 */
final class WeightSets<W> {
  /** More than the last cache of most machines. */
  private static final long COLD_BYTES = 128L << 20;

  private final List<W> sets = new ArrayList<>();
  private int next;

  private WeightSets() {}

  /**
   * Packs as many sets as are needed.
   *
   * @param temperature {@code warm}: one; {@code cold}: {@value #COLD_BYTES} bytes of them
   * @param pack packs one more
   * @param bytes its size
   * @param <W> packed weights
   * @return the sets
   */
  static <W> WeightSets<W> of(String temperature, Supplier<W> pack, ToLongFunction<W> bytes) {
    WeightSets<W> all = new WeightSets<>();
    long total =
        switch (temperature) {
          case "warm" -> 0;
          case "cold" -> COLD_BYTES;
          default -> throw new IllegalArgumentException("weights are warm or cold");
        };
    long held = 0;
    do {
      W set = pack.get();
      all.sets.add(set);
      held += bytes.applyAsLong(set);
    } while (held < total);
    return all;
  }

  /** {@return the set whose turn it is} */
  W next() {
    next = next + 1 == sets.size() ? 0 : next + 1;
    return sets.get(next);
  }
}
