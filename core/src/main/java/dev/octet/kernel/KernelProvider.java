package dev.octet.kernel;

/**
 * A set of kernels for some machines, found by {@link java.util.ServiceLoader}. An engine takes,
 * for each contract, the best provider that fills it.
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
   * How its kernels run.
   *
   * @return the tier
   */
  Tier tier();

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
