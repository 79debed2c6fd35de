package dev.octet.observe;

import dev.octet.tensor.DType;
import java.util.function.Supplier;

/**
 * Which observers watch the activations and the weights of a module (PyTorch: {@code QConfig}).
 * Holds makers of observers, since every module gets its own. The constants have the names and
 * values of PyTorch's ({@code torch/ao/quantization/qconfig.py}), except Octet's own.
 *
 * @param activation makes the observer of activations
 * @param weight makes the observer of weights
 */
public record QConfig(
    Supplier<? extends Observer> activation, Supplier<? extends Observer> weight) {
  /** The least scale that XNNPACK's presets allow. */
  private static final float XNNPACK_EPS = 0x1p-12f;

  /** The module stays float (PyTorch: {@code None}). */
  public static final QConfig FLOAT = new QConfig(NoopObserver::new, NoopObserver::new);

  /** The share of activations that the default range holds. */
  private static final double PERCENT = 99.99;

  /**
   * Octet's default for static quantization: activations in all 8 bits, since nothing here
   * saturates, over the range that holds 99.99 percent of them, and weights symmetric signed 8-bit
   * per channel. On a network that reads text it lost least of all observers ({@code
   * docs/observers.md}).
   */
  public static final QConfig OCTET =
      new QConfig(() -> new PercentileObserver(activations(), PERCENT), QConfig::perChannelWeight);

  /**
   * PyTorch's {@code get_default_qconfig("fbgemm")}: activations in 7 bits by histogram, weights
   * per channel.
   */
  public static final QConfig FBGEMM =
      histogram(activations().reduced(), QConfig::perChannelWeight);

  /** PyTorch's {@code get_default_qconfig("x86")}: the same values as {@link #FBGEMM}. */
  public static final QConfig X86 = histogram(activations().reduced(), QConfig::perChannelWeight);

  /** PyTorch's {@code get_default_qconfig("qnnpack")}: 8 bits, weights per tensor. */
  public static final QConfig QNNPACK = histogram(activations(), QConfig::perTensorWeight);

  /** PyTorch's {@code get_default_qconfig("onednn")}: 8 bits, weights per channel. */
  public static final QConfig ONEDNN = histogram(activations(), QConfig::perChannelWeight);

  /**
   * PyTorch's {@code default_symmetric_qnnpack_qconfig}, for XNNPACK: signed activations, weights
   * per tensor from -127 to 127, no scale below 2^-12.
   */
  public static final QConfig SYMMETRIC_QNNPACK =
      histogram(
          QScheme.affine(DType.QINT8).eps(XNNPACK_EPS), () -> new MinMaxObserver(xnnpackWeights()));

  /**
   * PyTorch's {@code default_per_channel_symmetric_qnnpack_qconfig}: as {@link #SYMMETRIC_QNNPACK},
   * weights per channel.
   */
  public static final QConfig PER_CHANNEL_SYMMETRIC_QNNPACK =
      histogram(
          QScheme.affine(DType.QINT8).eps(XNNPACK_EPS),
          () -> new PerChannelMinMaxObserver(xnnpackWeights(), 0));

  /**
   * PyTorch's {@code default_qconfig}: activations in 7 bits by min and max, weights per tensor.
   */
  public static final QConfig DEFAULT =
      new QConfig(QConfig::minMaxActivation, QConfig::perTensorWeight);

  /** PyTorch's {@code default_per_channel_qconfig}: as {@link #DEFAULT}, weights per channel. */
  public static final QConfig PER_CHANNEL =
      new QConfig(QConfig::minMaxActivation, QConfig::perChannelWeight);

  /** PyTorch's {@code default_debug_qconfig}: activations are recorded. */
  public static final QConfig DEBUG = new QConfig(RecordingObserver::new, QConfig::perTensorWeight);

  /** PyTorch's {@code default_reuse_input_qconfig}: results have their input's parameters. */
  public static final QConfig REUSE_INPUT = new QConfig(ReuseInputObserver::new, NoopObserver::new);

  /**
   * PyTorch's {@code default_weight_only_qconfig}: activations stay float, weights symmetric signed
   * 8-bit per tensor by moving average, which for weights seen once is min and max.
   */
  public static final QConfig WEIGHT_ONLY =
      new QConfig(
          NoopObserver::new, () -> new MovingAverageMinMaxObserver(QScheme.symmetric(DType.QINT8)));

  /**
   * PyTorch's {@code float_qparams_weight_only_qconfig}, for embeddings: each row of the table with
   * a scale and a float zero point.
   */
  public static final QConfig EMBEDDING =
      new QConfig(
          () -> new PlaceholderObserver(DType.FLOAT32, false, false),
          () -> new PerChannelMinMaxObserver(QScheme.floatQParams(DType.QUINT8), 0));

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

  /**
   * Whether the module stays float.
   *
   * @return true for {@link #FLOAT}
   */
  public boolean isFloat() {
    return equals(FLOAT);
  }

  /**
   * Whether the parameters of activations are chosen when they arrive, so that nothing is
   * calibrated.
   *
   * @return what an observer of activations says
   */
  public boolean isDynamic() {
    return activation.get().isDynamic();
  }

  /**
   * This configuration with another observer of weights.
   *
   * @param maker makes it
   * @return a configuration
   */
  public QConfig weight(Supplier<? extends Observer> maker) {
    return new QConfig(activation, maker);
  }

  /**
   * This configuration with another observer of activations.
   *
   * @param maker makes it
   * @return a configuration
   */
  public QConfig activation(Supplier<? extends Observer> maker) {
    return new QConfig(maker, weight);
  }

  private static QConfig histogram(QScheme activations, Supplier<? extends Observer> weight) {
    return new QConfig(() -> new HistogramObserver(activations), weight);
  }

  private static QScheme activations() {
    return QScheme.affine(DType.QUINT8);
  }

  private static QScheme xnnpackWeights() {
    return QScheme.symmetric(DType.QINT8).range(-127, 127).eps(XNNPACK_EPS);
  }

  /** PyTorch's {@code default_observer}. */
  private static Observer minMaxActivation() {
    return new MinMaxObserver(activations().range(0, 127));
  }
}
