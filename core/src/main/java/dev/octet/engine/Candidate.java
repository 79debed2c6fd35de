package dev.octet.engine;

import dev.octet.engine.EngineOptions.NativeCode;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A provider that was looked at for one engine: the verdict, and its kernels where it runs. */
record Candidate(String name, Tier tier, Support support, KernelSet kernels) {
  private static final Logger LOG = LoggerFactory.getLogger(Candidate.class);

  static Candidate examine(Providers.Found found, EngineOptions options) {
    return switch (found) {
      case Providers.Broken b -> refused(b.name(), b.tier(), b.reason(), "");
      case Providers.Loaded l -> examine(l, options);
    };
  }

  private static Candidate examine(Providers.Loaded found, EngineOptions options) {
    String name = found.name();
    Tier tier = found.tier();
    if (options.tier().isPresent() && tier.compareTo(options.tier().get()) > 0) {
      return refused(name, tier, "-Doctet.engine=" + options.tier().get().id(), "");
    }
    if (tier == Tier.NATIVE && options.nativeCode() == NativeCode.OFF) {
      return refused(name, tier, "-Doctet.native=off", "");
    }
    // Anything may go wrong in code that probes a machine; whatever does only costs its tier.
    try {
      Support support =
          Objects.requireNonNull(found.provider().support(options.settings()), "support()");
      if (support instanceof Support.No) {
        return new Candidate(name, tier, support, KernelSet.empty());
      }
      KernelSet kernels = found.provider().kernels(options.settings());
      SelfTest.check(kernels);
      return new Candidate(name, tier, support, kernels);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.warn("kernel provider {} is left out", name, e);
      return refused(name, tier, "it failed its check: " + e, "");
    }
  }

  private static Candidate refused(String name, Tier tier, String reason, String remedy) {
    return new Candidate(name, tier, new Support.No(reason, remedy), KernelSet.empty());
  }

  boolean runs() {
    return support instanceof Support.Yes;
  }

  /** A set in which this provider's kernels replace those of lesser ones. */
  KernelSet over(KernelSet lesser) {
    KernelSet set = lesser;
    for (Class<? extends Kernel> contract : kernels.contracts()) {
      set = copy(contract, set);
    }
    return set;
  }

  private <K extends Kernel> KernelSet copy(Class<K> contract, KernelSet into) {
    return into.with(contract, kernels.find(contract).orElseThrow());
  }

  String describe() {
    return switch (support) {
      case Support.Yes yes -> tier.id() + " (" + name + ": " + yes.detail() + ")";
      case Support.No no -> "not " + tier.id() + " (" + name + ": " + no.reason() + ")";
    };
  }
}
