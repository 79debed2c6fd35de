package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.RoundRobin.Timing;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.kernel.Tier;
import java.util.Optional;

/**
 * A variant's time, without its operands.
 *
 * @param group where its rows belong
 * @param numbers what it computes with
 * @param who who does it
 * @param tier Octet's tier; empty for a peer
 * @param timing how long it takes
 */
record Timed(Group group, Numbers numbers, String who, Optional<Tier> tier, Timing timing) {
  static Timed of(Variant v, Timing timing) {
    return new Timed(v.group(), v.numbers(), v.who(), v.tier(), timing);
  }
}
