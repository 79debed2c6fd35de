package dev.octet.engine;

import dev.octet.engine.EngineOptions.NativeCode;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels in use: for each contract those of the best provider that fills it and can run here.
 * Providers are found when the engine is made; each kernel is checked against its definition before
 * it is given out. Safe from many threads.
 *
 * <p>{@code -Doctet.engine=auto|java|vector|native}, {@code -Doctet.native=auto|on|off} and {@code
 * -Doctet.isa=avx2|…} steer the {@linkplain #standard standard} one. A tier that is named must run:
 * where it cannot, that is an error with the reason. A provider of which a kernel fails is left out
 * from then on.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineOptions options;

  /** The best come first. */
  private final List<Candidate> candidates;

  private final Map<Class<? extends Kernel>, Kernel> chosen = new ConcurrentHashMap<>();

  private Engine(EngineOptions options, List<Candidate> candidates) {
    this.options = options;
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
    List<Candidate> candidates = new ArrayList<>();
    for (Providers.Found f : found) {
      candidates.add(Candidate.examine(f, options));
    }
    Engine engine = new Engine(options, List.copyOf(candidates));
    engine.openBest();
    engine.requireNamed();
    engine.log();
    return engine;
  }

  /** Up to the best tier; what lies behind is made when a kernel of it is needed. */
  private void openBest() {
    for (Candidate c : candidates) {
      c.open();
      if (c.runs() && c.tier() == tier()) {
        return;
      }
    }
  }

  private void requireNamed() {
    Tier wanted =
        options.nativeCode() == NativeCode.ON ? Tier.NATIVE : options.tier().orElse(Tier.JAVA);
    StringJoiner reasons = new StringJoiner("; ");
    for (Candidate c : candidates) {
      if (c.tier() == wanted) {
        if (c.runs()) {
          return;
        }
        reasons.add(c.describe());
      }
    }
    throw new IllegalStateException(
        "engine '"
            + wanted.id()
            + "' was asked for and cannot run: "
            + (reasons.length() == 0 ? "no provider of that tier was found" : reasons));
  }

  private void log() {
    LOG.info("Octet engine: {}", describe());
    Tier best = tier();
    StringJoiner needs = new StringJoiner(", ");
    for (Candidate c : candidates) {
      if (c.tier().compareTo(best) > 0
          && c.support() instanceof Support.No no
          && !no.remedy().isEmpty()) {
        needs.add(c.tier().id() + " " + no.remedy());
      }
    }
    if (needs.length() > 0) {
      LOG.warn("Octet runs on the '{}' tier; faster ones need: {}", best.id(), needs);
    }
  }

  /**
   * The kernel that fills a contract. Before it is given out for the first time, it is checked.
   *
   * @param contract the contract
   * @param <K> its type
   * @return the kernel
   * @throws IllegalStateException if no provider fills it; or if the tier that was asked for fails
   *     its check
   */
  public <K extends Kernel> K kernel(Class<K> contract) {
    Kernel kernel = chosen.get(contract);
    return contract.cast(kernel != null ? kernel : choose(contract));
  }

  private synchronized Kernel choose(Class<? extends Kernel> contract) {
    for (Candidate c : candidates) {
      boolean ran = c.runs();
      Kernel kernel = c.kernel(contract);
      if (kernel != null) {
        chosen.put(contract, kernel);
        return kernel;
      }
      if (ran && !c.runs()) {
        chosen.clear(); // what this provider fills is chosen anew
        requireNamed();
      }
    }
    throw new IllegalStateException(
        "no kernel for " + contract.getSimpleName() + " in " + describe());
  }

  /**
   * The best tier in use.
   *
   * @return the tier
   */
  public Tier tier() {
    Tier best = Tier.JAVA;
    for (Candidate c : candidates) {
      if (c.runs() && c.tier().compareTo(best) > 0) {
        best = c.tier();
      }
    }
    return best;
  }

  /**
   * Which providers are in use, those that come first at the front, and why the others are not.
   *
   * @return one line: {@code vector (vector-x86: 512-bit vectors), java (java: plain loops)}
   */
  public String describe() {
    StringJoiner all = new StringJoiner(", ");
    for (Candidate c : candidates) {
      all.add(c.describe());
    }
    return all.toString();
  }

  /** {@return {@link #describe}} */
  @Override
  public String toString() {
    return describe();
  }
}
