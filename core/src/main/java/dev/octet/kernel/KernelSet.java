package dev.octet.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Kernels by the contract that they fill, at most one each. Immutable. */
public final class KernelSet {
  private final Map<Class<? extends Kernel>, Kernel> kernels;

  private KernelSet(Map<Class<? extends Kernel>, Kernel> kernels) {
    this.kernels = kernels;
  }

  /**
   * The empty set, to add to.
   *
   * @return a set without kernels
   */
  public static KernelSet empty() {
    return new KernelSet(Map.of());
  }

  /**
   * This set with one kernel more.
   *
   * @param contract what it fills; replaces the kernel that filled it before
   * @param kernel the kernel
   * @param <K> the contract's type
   * @return a new set
   * @throws NullPointerException if there is no kernel
   */
  public <K extends Kernel> KernelSet with(Class<K> contract, K kernel) {
    Map<Class<? extends Kernel>, Kernel> more = new LinkedHashMap<>(kernels);
    more.put(contract, Objects.requireNonNull(contract.cast(kernel), contract.getSimpleName()));
    return new KernelSet(more);
  }

  /**
   * The kernel that fills a contract.
   *
   * @param contract the contract
   * @param <K> its type
   * @return the kernel, if this set has one
   */
  public <K extends Kernel> Optional<K> find(Class<K> contract) {
    return Optional.ofNullable(contract.cast(kernels.get(contract)));
  }

  /**
   * The contracts filled, in the order in which they were added.
   *
   * @return contracts
   */
  public Set<Class<? extends Kernel>> contracts() {
    return Collections.unmodifiableSet(kernels.keySet());
  }
}
