package dev.octet.kernel;

/**
 * A set of kernels for some machines, found by {@link java.util.ServiceLoader} with the class
 * loader of this interface: in {@code META-INF/services} on the class path, by {@code provides …
 * with} on the module path. Users write their own.
 *
 * <p>An engine takes, for each contract, the first provider that fills it: by {@linkplain #priority
 * priority}, then by {@linkplain #tier tier}, then as found. A provider fills a contract whole or
 * not at all, and as few contracts as it likes.
 *
 * <p>Before any of its kernels is used, each runs once beside its reference. A provider that gives
 * another result there, or throws, is left out whole, with one warning.
 *
 * <p>An implementation must load on every machine: no field, superclass or initializer of it may
 * need what {@link #support} asks about.
 */
public interface KernelProvider {
  /**
   * A short name for logs: {@code vector-x86}.
   *
   * @return the name
   */
  String name();

  /**
   * How its kernels run, and with that what they need: an engine that is asked for a lower tier
   * leaves them out.
   *
   * @return the tier; {@link Tier#JAVA} for plain Java
   */
  Tier tier();

  /**
   * Which providers go before which, whatever their tiers. All of Octet's have 0. A provider whose
   * kernels are to be used in place of Octet's has more.
   *
   * @return 0, where the tier alone decides
   */
  default int priority() {
    return 0;
  }

  /**
   * Whether its kernels can run in this process. Asked once per engine, before {@link #kernels}.
   *
   * @param settings what the user asked for
   * @return yes, or the reason why not
   */
  Support support(KernelSettings settings);

  /**
   * The kernels. Called only where {@link #support} said yes.
   *
   * @param settings what the user asked for
   * @return kernels by contract
   */
  KernelSet kernels(KernelSettings settings);
}
