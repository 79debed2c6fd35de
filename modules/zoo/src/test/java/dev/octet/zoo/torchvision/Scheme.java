package dev.octet.zoo.torchvision;

import dev.octet.observe.QConfig;
import java.util.List;

/**
 * How a network was quantized: as by torchvision's {@code quantize_model} for an engine.
 *
 * @param name the files' name
 * @param qconfig the observers
 * @param engines PyTorch's, that ran the network
 */
record Scheme(String name, QConfig qconfig, List<String> engines) {
  /** For qnnpack: one scale for a layer's weights. */
  static final Scheme PER_TENSOR =
      new Scheme("per_tensor", QConfig.DEFAULT, List.of("onednn", "qnnpack"));

  /**
   * For fbgemm: a scale for each channel of them. Debian's PyTorch has no fbgemm to run it with.
   */
  static final Scheme PER_CHANNEL =
      new Scheme("per_channel", QConfig.PER_CHANNEL, List.of("onednn"));

  @Override
  public String toString() {
    return name;
  }
}
