package dev.octet.benchmarks.peers;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Octet's tiers that run here, slowest first.
 *
 * @param usable the tiers with their engines
 * @param missing why others do not run
 */
record Engines(List<Usable> usable, List<String> missing) {

  /**
   * A tier that runs here.
   *
   * @param tier the tier
   * @param engine its engine, with a lesser tier's kernels where it has none
   */
  record Usable(Tier tier, Engine engine) {}

  static Engines here() {
    List<Usable> usable = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Tier tier : Tier.values()) {
      try {
        usable.add(new Usable(tier, Engine.of(EngineOptions.of(tier))));
      } catch (IllegalStateException e) {
        missing.add(e.getMessage());
      }
    }
    return new Engines(usable, missing);
  }

  Usable best() {
    return usable.getLast();
  }
}
