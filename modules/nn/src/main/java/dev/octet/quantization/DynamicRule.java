package dev.octet.quantization;

import dev.octet.nn.Module;

/** What dynamic quantization does with modules of one type. Users add rules for their own types. */
@FunctionalInterface
public interface DynamicRule {
  /**
   * Quantizes a module, or says why not.
   *
   * @param module a float module of the rule's type
   * @param scheme how; never {@link DynamicScheme#FLOAT}
   * @return the verdict
   */
  Verdict apply(Module module, DynamicScheme scheme);

  /** What became of a module. */
  sealed interface Verdict {
    /**
     * It was replaced.
     *
     * @param module what by
     * @param how for the report
     */
    record Quantized(Module module, String how) implements Verdict {}

    /**
     * It stays float.
     *
     * @param why for the report
     */
    record Kept(String why) implements Verdict {}
  }
}
