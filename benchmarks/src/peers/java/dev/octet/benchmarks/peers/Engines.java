package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.Tiers;
import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.Tier;
import java.util.ArrayList;
import java.util.List;

/**
 * Octet's tiers that run here, slowest first.
 *
 * @param usable the tiers with their engines
 * @param missing why others do not run, and what these lack
 */
record Engines(List<Usable> usable, List<String> missing) {
  private static final List<Class<? extends Kernel>> CONTRACTS =
      List.of(FloatGemm.class, QGemm.class, FloatConv.class, QConv.class);

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
        for (Class<? extends Kernel> contract : CONTRACTS) {
          if (Tiers.find(tier, contract).isEmpty()) {
            missing.add(contract.getSimpleName() + " of " + tier.id() + ": a lesser tier's runs");
          }
        }
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
