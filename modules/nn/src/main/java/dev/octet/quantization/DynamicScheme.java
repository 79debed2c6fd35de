package dev.octet.quantization;

import dev.octet.observe.QConfig;

/**
 * How one node is quantized dynamically, or that it stays float.
 *
 * @param qconfig observers of weights and (placeholder) of activations; null where the node stays
 *     float
 * @param perRow whether each row of the input has its own scale and zero point, rather than the
 *     input as a whole
 * @param name for reports
 */
public record DynamicScheme(QConfig qconfig, boolean perRow, String name) {
  /** The node stays float. */
  public static final DynamicScheme FLOAT = new DynamicScheme(null, false, "float");

  /** Octet's default: weights per channel, activations per row in all 8 bits. */
  public static final DynamicScheme OCTET =
      new DynamicScheme(QConfig.OCTET_DYNAMIC, true, "per channel, activations per row");

  /**
   * PyTorch's default ({@code torch.ao.quantization.quantize_dynamic}): weights and activations per
   * tensor, activations in 7 bits.
   */
  public static final DynamicScheme PYTORCH =
      new DynamicScheme(QConfig.DYNAMIC, false, "per tensor, 7-bit activations per tensor");

  /**
   * Any mixture.
   *
   * @param weightsPerChannel whether weights have a scale for each output
   * @param activationsPerRow whether each row of the input has its own scale
   * @param reduceRange whether activations use 7 bits
   * @return a scheme
   */
  public static DynamicScheme of(
      boolean weightsPerChannel, boolean activationsPerRow, boolean reduceRange) {
    QConfig qconfig =
        QConfig.dynamic(
            reduceRange, weightsPerChannel ? QConfig::perChannelWeight : QConfig::perTensorWeight);
    String name =
        (weightsPerChannel ? "per channel, " : "per tensor, ")
            + (reduceRange ? "7-bit " : "")
            + "activations per "
            + (activationsPerRow ? "row" : "tensor");
    return new DynamicScheme(qconfig, activationsPerRow, name);
  }

  /**
   * Whether the node stays float.
   *
   * @return true for {@link #FLOAT}
   */
  public boolean isFloat() {
    return qconfig == null;
  }
}
