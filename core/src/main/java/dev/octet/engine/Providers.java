package dev.octet.engine;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.Tier;
import dev.octet.kernel.plain.PlainProvider;
import java.util.ArrayList;
import java.util.Collections;
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

  private Providers() {}

  /**
   * A provider; or null, what is known of one that does not load, and the problem. The best come
   * first, by priority, then by tier.
   */
  record Found(KernelProvider provider, String name, Tier tier, int priority, String problem)
      implements Comparable<Found> {
    static Found broken(String name, String problem) {
      return new Found(null, name, Tier.VECTOR, 0, problem);
    }

    @Override
    public int compareTo(Found other) {
      int order = Integer.compare(other.priority, priority);
      return order != 0 ? order : other.tier.compareTo(tier);
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
        found.add(Found.broken("unloadable", e.toString()));
      }
    }
    found.add(named(new PlainProvider()));
    Collections.sort(found); // what is equal stays in the order in which it was found
    return found;
  }

  private static Found named(KernelProvider provider) {
    try {
      String name = Objects.requireNonNull(provider.name(), "name()");
      Tier tier = Objects.requireNonNull(provider.tier(), "tier()");
      return new Found(provider, name, tier, provider.priority(), "");
    } catch (RuntimeException | LinkageError | AssertionError e) {
      String name = provider.getClass().getName();
      LOG.warn("kernel provider {} is left out", name, e);
      return Found.broken(name, "it failed to say its name or tier: " + e);
    }
  }
}
