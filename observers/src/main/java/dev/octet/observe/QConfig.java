package dev.octet.observe;

import dev.octet.tensor.DType;
import java.util.function.Supplier;

/**
 * Which observers watch the activations and the weights of a module (PyTorch: {@code QConfig}).
 * Holds makers of observers, since every module gets its own.
 *
 * @param activation makes the observer of activations
 * @param weight makes the observer of weights
 */
public record QConfig(
    Supplier<? extends Observer> activation, Supplier<? extends Observer> weight) {
  /**
   * PyTorch's {@code default_dynamic_qconfig} as its x86 engines run it: activations dynamic in 7
   * bits, weights symmetric signed 8-bit per tensor.
   */
  public static final QConfig DYNAMIC = dynamic(true, QConfig::perTensorWeight);

  /** PyTorch's {@code per_channel_dynamic_qconfig}: as {@link #DYNAMIC}, weights per channel. */
  public static final QConfig PER_CHANNEL_DYNAMIC = dynamic(true, QConfig::perChannelWeight);

  /**
   * Octet's default for dynamic quantization: activations in all 8 bits, since nothing here
   * saturates, and weights symmetric signed 8-bit per channel.
   */
  public static final QConfig OCTET_DYNAMIC = dynamic(false, QConfig::perChannelWeight);

  /**
   * Activations whose parameters are chosen when they arrive.
   *
   * @param reduceRange whether activations use 7 bits
   * @param weight makes the observer of weights
   * @return a configuration
   */
  public static QConfig dynamic(boolean reduceRange, Supplier<? extends Observer> weight) {
    return new QConfig(() -> new PlaceholderObserver(DType.QUINT8, reduceRange), weight);
  }

  /**
   * PyTorch's {@code default_weight_observer}.
   *
   * @return symmetric, {@code QINT8}, per tensor
   */
  public static Observer perTensorWeight() {
    return new MinMaxObserver(QScheme.symmetric(DType.QINT8));
  }

  /**
   * PyTorch's {@code default_per_channel_weight_observer}.
   *
   * @return symmetric, {@code QINT8}, per channel of axis 0
   */
  public static Observer perChannelWeight() {
    return new PerChannelMinMaxObserver(QScheme.symmetric(DType.QINT8), 0);
  }
}
