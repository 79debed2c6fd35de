package dev.octet.engine;

import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.Tier;
import dev.octet.kernel.plain.PlainProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds kernel providers, and survives those that cannot even be loaded. */
final class Providers {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  private Providers() {}

  /** A provider, or what is known of one that does not load. */
  sealed interface Found {}

  record Loaded(KernelProvider provider) implements Found {}

  record Broken(String name, Tier tier, String reason) implements Found {}

  static List<Found> found() {
    // The interface's own loader: a thread's context loader need not see Octet at all.
    return from(ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader()));
  }

  static List<Found> from(Iterable<KernelProvider> loader) {
    List<Found> found = new ArrayList<>();
    Iterator<KernelProvider> it = loader.iterator();
    for (boolean more = true; more; ) {
      try {
        more = it.hasNext();
        if (more) {
          found.add(new Loaded(it.next()));
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        // The iterator goes on behind a provider that failed; its message names the class.
        LOG.warn("a kernel provider does not load and is left out", e);
        found.add(new Broken("unloadable", Tier.VECTOR, e.toString()));
      }
    }
    found.add(new Loaded(new PlainProvider()));
    return found;
  }
}
