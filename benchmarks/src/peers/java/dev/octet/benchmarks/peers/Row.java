package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.RoundRobin.Timing;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.kernel.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Octet beside the best peer of one kind.
 *
 * @param group kind of work
 * @param name shape
 * @param tier Octet's tier
 * @param macs multiply-accumulates
 * @param ours Octet's time
 * @param against what the peer computes with
 * @param peer who it is
 * @param peers its time
 */
record Row(
    Group group,
    String name,
    Tier tier,
    long macs,
    Timing ours,
    Numbers against,
    String peer,
    Timing peers) {

  /** Peer's time over ours: above 1 Octet is faster. */
  double ratio() {
    return peers.us() / ours.us();
  }

  double gigamacs() {
    return macs / ours.us() / 1e3;
  }

  /** Rows of a trial: each of ours against the best peer of its kind, int8 against float too. */
  static List<Row> of(Measured measured) {
    List<Row> rows = new ArrayList<>();
    for (Timed ours : measured.timed()) {
      if (ours.tier().isEmpty()) {
        continue;
      }
      for (Numbers against : Numbers.values()) {
        if (ours.numbers() == Numbers.FLOAT && against == Numbers.INT8) {
          continue;
        }
        best(measured.timed(), ours, against)
            .ifPresent(
                p ->
                    rows.add(
                        new Row(
                            ours.group(),
                            measured.nameOf(ours),
                            ours.tier().get(),
                            measured.macs(),
                            ours.timing(),
                            against,
                            p.who(),
                            p.timing())));
      }
    }
    return rows;
  }

  private static Optional<Timed> best(List<Timed> timed, Timed ours, Numbers against) {
    return timed.stream()
        .filter(t -> t.tier().isEmpty() && t.numbers() == against)
        .filter(t -> against == Numbers.FLOAT || t.group() == ours.group())
        .min(Comparator.comparingDouble(t -> t.timing().us()));
  }
}
