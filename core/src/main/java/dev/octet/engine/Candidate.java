package dev.octet.engine;

import dev.octet.engine.EngineOptions.NativeCode;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider that was looked at for one engine: the verdict, and its kernels where it runs. They
 * are made when the first of them is asked for, and each is checked before it is given out.
 */
final class Candidate {
  private static final Logger LOG = LoggerFactory.getLogger(Candidate.class);

  private final String name;
  private final Tier tier;
  private final KernelProvider provider;
  private final KernelSettings settings;
  private final Set<Class<? extends Kernel>> checked = new HashSet<>();
  private KernelSet kernels;
  private volatile Support support;

  private Candidate(
      String name, Tier tier, KernelProvider provider, KernelSettings settings, Support support) {
    this.name = name;
    this.tier = tier;
    this.provider = provider;
    this.settings = settings;
    this.support = support;
  }

  static Candidate examine(Providers.Found found, EngineOptions options) {
    Candidate candidate =
        new Candidate(
            found.name(),
            found.tier(),
            found.provider(),
            options.settings(),
            new Support.No(found.problem(), ""));
    if (found.provider() != null) {
      candidate.examine(options);
    }
    return candidate;
  }

  private void examine(EngineOptions options) {
    if (options.tier().isPresent() && tier.compareTo(options.tier().get()) > 0) {
      support = new Support.No("-Doctet.engine=" + options.tier().get().id(), "");
      return;
    }
    if (tier == Tier.NATIVE && options.nativeCode() == NativeCode.OFF) {
      support = new Support.No("-Doctet.native=off", "");
      return;
    }
    // Anything may go wrong in code that probes a machine; whatever does only costs its tier.
    try {
      support = Objects.requireNonNull(provider.support(settings), "support()");
    } catch (RuntimeException | LinkageError | AssertionError e) {
      leaveOut(e);
    }
  }

  private void leaveOut(Throwable problem) {
    LOG.warn("kernel provider {} is left out", name, problem);
    support = new Support.No("it failed its check: " + problem, "");
  }

  /** Makes the kernels, if the provider runs and has not made them. */
  synchronized void open() {
    if (runs() && kernels == null) {
      try {
        kernels = Objects.requireNonNull(provider.kernels(settings), "kernels()");
      } catch (RuntimeException | LinkageError | AssertionError e) {
        leaveOut(e);
      }
    }
  }

  /**
   * The kernel that fills a contract; null if there is none. One that fails its check costs the
   * provider.
   */
  synchronized <K extends Kernel> K kernel(Class<K> contract) {
    open();
    K kernel = runs() ? kernels.find(contract).orElse(null) : null;
    if (kernel != null && checked.add(contract)) {
      try {
        SelfTest.check(contract, kernel);
      } catch (RuntimeException | LinkageError | AssertionError e) {
        leaveOut(e);
        return null;
      }
    }
    return kernel;
  }

  Tier tier() {
    return tier;
  }

  Support support() {
    return support;
  }

  boolean runs() {
    return support instanceof Support.Yes;
  }

  String describe() {
    return support instanceof Support.No no
        ? "not " + tier.id() + " (" + name + ": " + no.reason() + ")"
        : tier.id() + " (" + name + ": " + ((Support.Yes) support).detail() + ")";
  }
}
