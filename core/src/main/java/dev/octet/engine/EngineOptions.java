package dev.octet.engine;

import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.KernelSettings.Isa;
import dev.octet.kernel.Tier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What an engine is asked to use.
 *
 * @param tier the tier that must run; empty: the best that can
 * @param nativeCode whether generated machine code may be used
 * @param settings what kernels are asked for
 */
public record EngineOptions(Optional<Tier> tier, NativeCode nativeCode, KernelSettings settings) {
  /** Whatever is fastest here. */
  public static final EngineOptions BEST =
      new EngineOptions(Optional.empty(), NativeCode.AUTO, KernelSettings.BEST);

  /** The values of {@code -Doctet.native}. */
  public enum NativeCode {
    /** Used where it can run. */
    AUTO,
    /** Must run, or making the engine fails with the reason. */
    ON,
    /** Never used. */
    OFF
  }

  /**
   * The best engine of one tier, with plain Java where that tier lacks an operation.
   *
   * @param tier the tier that must run
   * @return options
   */
  public static EngineOptions of(Tier tier) {
    return new EngineOptions(Optional.of(tier), NativeCode.AUTO, KernelSettings.BEST);
  }

  /**
   * Reads {@code octet.engine} (auto, java, vector, native), {@code octet.native} (auto, on, off)
   * and {@code octet.isa} (avx2, avxvnni, avx512, neon).
   *
   * @param properties gives a property's value or null, such as {@code System::getProperty}
   * @return options
   * @throws IllegalArgumentException if a value is none of those
   */
  public static EngineOptions from(UnaryOperator<String> properties) {
    Optional<Tier> tier =
        named(properties, "octet.engine", "auto").map(s -> parse(Tier.class, "octet.engine", s));
    NativeCode nativeCode =
        named(properties, "octet.native", "auto")
            .map(s -> parse(NativeCode.class, "octet.native", s))
            .orElse(NativeCode.AUTO);
    Optional<Isa> isa =
        named(properties, "octet.isa", "").map(s -> parse(Isa.class, "octet.isa", s));
    return new EngineOptions(tier, nativeCode, new KernelSettings(isa));
  }

  private static Optional<String> named(
      UnaryOperator<String> properties, String key, String standard) {
    return Optional.ofNullable(properties.apply(key)).filter(s -> !s.equals(standard));
  }

  private static <E extends Enum<E>> E parse(Class<E> type, String key, String value) {
    return Arrays.stream(type.getEnumConstants())
        .filter(e -> e.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "-D"
                        + key
                        + "="
                        + value
                        + ": expected "
                        + Arrays.stream(type.getEnumConstants())
                            .map(e -> e.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                        + (type == Tier.class ? " or auto" : "")));
  }
}
