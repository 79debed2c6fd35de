package dev.octet.examples.quickstart;

import dev.octet.examples.report.Environment;
import java.util.Optional;

/**
 * All that one run of the quickstart found out.
 *
 * @param environment where it ran
 * @param sentences how many sentences were encoded
 * @param original the float model on Octet
 * @param int8 Octet's own choice: weights per channel, activations per row, embeddings in 8 bits
 * @param preset PyTorch's choice
 * @param peers the same on another runtime, if one is there
 */
record Report(
    Environment environment,
    int sentences,
    Model original,
    Quantized int8,
    Quantized preset,
    Optional<Peers> peers) {

  /**
   * One model on one runtime.
   *
   * @param name what the table calls it
   * @param modelBytes size of its file
   * @param ms16 median milliseconds for a sentence of 16 tokens
   * @param ms128 median milliseconds for a text of 128 tokens
   */
  record Model(String name, long modelBytes, double ms16, double ms128) {}

  /**
   * A quantized model, and how near it is to the float model on the same runtime.
   *
   * @param model its size and speed
   * @param fidelity its distance
   */
  record Quantized(Model model, Fidelity fidelity) {}

  /**
   * Another runtime in the same run.
   *
   * @param runtime name and version
   * @param original the same float model
   * @param int8 the int8 model made for that runtime, against {@code original}
   * @param floatMaxAbsDifference largest difference in any embedding, Octet's float to theirs
   * @param octetInt8 Octet's int8 against their float
   * @param octetPreset Octet with PyTorch's preset against their float
   */
  record Peers(
      String runtime,
      Model original,
      Quantized int8,
      double floatMaxAbsDifference,
      Fidelity octetInt8,
      Fidelity octetPreset) {}
}
