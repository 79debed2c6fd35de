package dev.octet.benchmarks;

import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernel.plain.PlainProvider;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Kernels of one tier, without the lesser tier's that an engine would put in their place. */
public final class Tiers {
  private Tiers() {}

  /**
   * A tier's kernel, as wide as this JVM's vectors.
   *
   * @param tier the tier's name: {@code java}, {@code vector} or {@code native}
   * @param contract the contract
   * @param <K> its type
   * @return the kernel
   * @throws IllegalStateException if that tier does not run here or does not fill the contract
   */
  public static <K extends Kernel> K kernel(String tier, Class<K> contract) {
    Tier wanted =
        Arrays.stream(Tier.values())
            .filter(t -> t.id().equals(tier))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no tier is called " + tier));
    return find(wanted, contract)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "tier " + tier + " has no " + contract.getSimpleName() + " here"));
  }

  /**
   * A tier's kernel, if it has one here.
   *
   * @param tier the tier
   * @param contract the contract
   * @param <K> its type
   * @return the kernel
   */
  public static <K extends Kernel> Optional<K> find(Tier tier, Class<K> contract) {
    Stream<KernelProvider> providers =
        tier == Tier.JAVA
            ? Stream.of(new PlainProvider())
            : ServiceLoader.load(KernelProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.tier() == tier);
    return providers
        .filter(p -> p.support(KernelSettings.BEST) instanceof Support.Yes)
        .flatMap(p -> p.kernels(KernelSettings.BEST).find(contract).stream())
        .findFirst();
  }
}
