package dev.octet.engine;

import dev.octet.engine.EngineOptions.NativeCode;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels in use: for each contract those of the best provider that fills it and can run here.
 * Chosen once, when the engine is made; immutable and safe from many threads.
 *
 * <p>{@code -Doctet.engine=auto|java|vector|native}, {@code -Doctet.native=auto|on|off} and {@code
 * -Doctet.isa=avx2|…} steer the {@linkplain #standard standard} one. A tier that is named must run:
 * where it cannot, that is an error with the reason.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final KernelSet kernels;
  private final Tier tier;
  private final List<Candidate> candidates;

  private Engine(KernelSet kernels, Tier tier, List<Candidate> candidates) {
    this.kernels = kernels;
    this.tier = tier;
    this.candidates = candidates;
  }

  /** Keeps the reason too: a failed class initializer would tell it only once. */
  private static final class Standard {
    static final Engine ENGINE;
    static final RuntimeException FAILURE;

    static {
      Engine engine = null;
      RuntimeException failure = null;
      try {
        engine = of(EngineOptions.from(System::getProperty));
      } catch (IllegalStateException | IllegalArgumentException e) {
        failure = e;
      }
      ENGINE = engine;
      FAILURE = failure;
    }
  }

  /**
   * The engine that the system properties ask for, made at its first use.
   *
   * @return the same engine every time
   * @throws IllegalStateException if a named tier cannot run
   * @throws IllegalArgumentException if a property has an unknown value
   */
  public static Engine standard() {
    if (Standard.FAILURE != null) {
      throw Standard.FAILURE;
    }
    return Standard.ENGINE;
  }

  /**
   * Makes an engine from the providers on the class path or module path.
   *
   * @param options what is asked for
   * @return an engine
   * @throws IllegalStateException if a named tier cannot run, with the reason
   */
  public static Engine of(EngineOptions options) {
    return choose(options, Providers.found());
  }

  /**
   * Makes an engine from these providers and no others, with Octet's plain Java behind them: to
   * compare one provider with another in a test, or to use those that Octet's class loader does not
   * see, such as the ones of {@link java.util.ServiceLoader#load(ModuleLayer, Class)}.
   *
   * @param options what is asked for
   * @param providers the providers; none gives Octet's plain Java alone
   * @return an engine
   * @throws IllegalStateException if a named tier cannot run, with the reason
   */
  public static Engine of(EngineOptions options, Iterable<? extends KernelProvider> providers) {
    return choose(options, Providers.from(providers));
  }

  private static Engine choose(EngineOptions options, List<Providers.Found> found) {
    List<Candidate> candidates =
        found.stream()
            .sorted(Providers.BEST_FIRST)
            .map(f -> Candidate.examine(f, options))
            .toList();
    requireNamed(options, candidates);
    KernelSet kernels = KernelSet.empty();
    for (Candidate c : candidates.reversed()) {
      kernels = c.over(kernels);
    }
    Tier best =
        candidates.stream()
            .filter(Candidate::runs)
            .map(Candidate::tier)
            .max(Comparator.naturalOrder())
            .orElseThrow(() -> new IllegalStateException("no kernels can run: " + candidates));
    Engine engine = new Engine(kernels, best, candidates);
    engine.log();
    return engine;
  }

  private static void requireNamed(EngineOptions options, List<Candidate> candidates) {
    Tier wanted =
        options.nativeCode() == NativeCode.ON ? Tier.NATIVE : options.tier().orElse(Tier.JAVA);
    boolean runs = candidates.stream().anyMatch(c -> c.tier() == wanted && c.runs());
    if (runs) {
      return;
    }
    String reasons =
        candidates.stream()
            .filter(c -> c.tier() == wanted)
            .map(Candidate::describe)
            .collect(Collectors.joining("; "));
    throw new IllegalStateException(
        "engine '"
            + wanted.id()
            + "' was asked for and cannot run: "
            + (reasons.isEmpty() ? "no provider of that tier was found" : reasons));
  }

  private void log() {
    LOG.info("Octet engine: {}", describe());
    candidates.stream()
        .filter(
            c ->
                c.tier().compareTo(tier) > 0
                    && c.support() instanceof Support.No no
                    && !no.remedy().isEmpty())
        .findFirst()
        .ifPresent(
            c ->
                LOG.warn(
                    "Octet runs on the '{}' tier; the faster '{}' tier needs {}",
                    tier.id(),
                    c.tier().id(),
                    ((Support.No) c.support()).remedy()));
  }

  /**
   * The kernel that fills a contract.
   *
   * @param contract the contract
   * @param <K> its type
   * @return the kernel
   * @throws IllegalStateException if no provider fills it
   */
  public <K extends Kernel> K kernel(Class<K> contract) {
    return kernels
        .find(contract)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no kernel for " + contract.getSimpleName() + " in " + describe()));
  }

  /**
   * The best tier in use.
   *
   * @return the tier
   */
  public Tier tier() {
    return tier;
  }

  /**
   * Which providers are in use, those that come first at the front, and why the others are not.
   *
   * @return one line: {@code vector (vector-x86: 512-bit vectors), java (java: plain loops)}
   */
  public String describe() {
    return candidates.stream().map(Candidate::describe).collect(Collectors.joining(", "));
  }

  /** {@return {@link #describe}} */
  @Override
  public String toString() {
    return describe();
  }
}
