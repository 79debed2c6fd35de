package dev.octet.engine;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.Tier;
import dev.octet.kernel.plain.PlainProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds kernel providers, and survives those that cannot even be loaded or named. */
final class Providers {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  /** By priority, then by tier; what is equal in both stays in the order in which it was found. */
  static final Comparator<Found> BEST_FIRST =
      Comparator.comparingInt(Found::priority).thenComparing(Found::tier).reversed();

  private Providers() {}

  /** A provider, or what is known of one that does not load. */
  sealed interface Found {
    String name();

    Tier tier();

    int priority();
  }

  record Loaded(KernelProvider provider, String name, Tier tier, int priority) implements Found {}

  record Broken(String name, Tier tier, String reason) implements Found {
    @Override
    public int priority() {
      return 0;
    }
  }

  static List<Found> found() {
    // The interface's own loader: a thread's context loader need not see Octet at all.
    return from(ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader()));
  }

  static List<Found> from(Iterable<? extends KernelProvider> loader) {
    List<Found> found = new ArrayList<>();
    Iterator<? extends KernelProvider> it = loader.iterator();
    for (boolean more = true; more; ) {
      try {
        more = it.hasNext();
        if (more) {
          found.add(named(it.next()));
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        // The iterator goes on behind a provider that failed; its message names the class.
        LOG.warn("a kernel provider does not load and is left out", e);
        found.add(new Broken("unloadable", Tier.VECTOR, e.toString()));
      }
    }
    found.add(named(new PlainProvider()));
    return found;
  }

  private static Found named(KernelProvider provider) {
    try {
      String name = Objects.requireNonNull(provider.name(), "name()");
      Tier tier = Objects.requireNonNull(provider.tier(), "tier()");
      return new Loaded(provider, name, tier, provider.priority());
    } catch (RuntimeException | LinkageError | AssertionError e) {
      String name = provider.getClass().getName();
      LOG.warn("kernel provider {} is left out", name, e);
      return new Broken(name, Tier.VECTOR, "it failed to say its name or tier: " + e);
    }
  }
}
