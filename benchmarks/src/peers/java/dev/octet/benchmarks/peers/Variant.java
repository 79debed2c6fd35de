package dev.octet.benchmarks.peers;

import dev.octet.kernel.Tier;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Somebody's way of doing a trial's work.
 *
 * @param group where its rows belong
 * @param numbers what it computes with
 * @param who who does it: {@code octet vector}, {@code pytorch X86}
 * @param tier Octet's tier; empty for a peer
 * @param work does it
 * @param result what came out, channels last
 */
record Variant(
    Group group,
    Numbers numbers,
    String who,
    Optional<Tier> tier,
    Work work,
    Supplier<float[]> result) {

  /** What is computed with. */
  enum Numbers {
    INT8,
    FLOAT
  }

  /** Something that can be done again and again. */
  interface Work {
    /** Does it so many times. */
    void run(int times);
  }

  static Variant ours(
      Group group, Numbers numbers, Tier tier, Runnable once, Supplier<float[]> result) {
    return new Variant(
        group, numbers, "octet " + tier.id(), Optional.of(tier), repeated(once), result);
  }

  static Variant peer(
      Group group, Numbers numbers, String who, Work work, Supplier<float[]> result) {
    return new Variant(group, numbers, who, Optional.empty(), work, result);
  }

  boolean ours() {
    return tier.isPresent();
  }

  private static Work repeated(Runnable once) {
    return times -> {
      for (int i = 0; i < times; i++) {
        once.run();
      }
    };
  }
}
