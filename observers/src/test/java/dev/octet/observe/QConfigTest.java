package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QConfigTest {
  private static final QScheme EIGHT_BITS = QScheme.affine(DType.QUINT8);
  private static final QScheme SEVEN_BITS = EIGHT_BITS.range(0, 127);
  private static final QScheme WEIGHT = QScheme.symmetric(DType.QINT8);
  private static final QScheme XNNPACK_WEIGHT = WEIGHT.range(-127, 127).eps(0x1p-12f);
  private static final QScheme XNNPACK = QScheme.affine(DType.QINT8).eps(0x1p-12f);

  /** Each configuration with the observers that PyTorch's source says it has. */
  static Stream<Arguments> values() {
    Supplier<Observer> perTensor = () -> new MinMaxObserver(WEIGHT);
    Supplier<Observer> perChannel = () -> new PerChannelMinMaxObserver(WEIGHT, 0);
    return Stream.of(
        row(QConfig.FBGEMM, () -> new HistogramObserver(SEVEN_BITS), perChannel),
        row(QConfig.X86, () -> new HistogramObserver(SEVEN_BITS), perChannel),
        row(QConfig.QNNPACK, () -> new HistogramObserver(EIGHT_BITS), perTensor),
        row(QConfig.ONEDNN, () -> new HistogramObserver(EIGHT_BITS), perChannel),
        row(QConfig.OCTET, () -> new PercentileObserver(EIGHT_BITS, 99.99), perChannel),
        row(
            QConfig.SYMMETRIC_QNNPACK,
            () -> new HistogramObserver(XNNPACK),
            () -> new MinMaxObserver(XNNPACK_WEIGHT)),
        row(
            QConfig.PER_CHANNEL_SYMMETRIC_QNNPACK,
            () -> new HistogramObserver(XNNPACK),
            () -> new PerChannelMinMaxObserver(XNNPACK_WEIGHT, 0)),
        row(QConfig.DEFAULT, () -> new MinMaxObserver(SEVEN_BITS), perTensor),
        row(QConfig.PER_CHANNEL, () -> new MinMaxObserver(SEVEN_BITS), perChannel));
  }

  private static Arguments row(
      QConfig config, Supplier<Observer> activation, Supplier<Observer> weight) {
    return Arguments.of(config, activation, weight);
  }

  @ParameterizedTest
  @MethodSource("values")
  void proposeWhatPytorchsValuesDo(
      QConfig config, Supplier<Observer> activation, Supplier<Observer> weight) {
    same(config.activation().get(), activation.get());
    same(config.weight().get(), weight.get());
    assertThat(config.isFloat()).isFalse();
    assertThat(config.isDynamic()).isFalse();
  }

  /** Small values show the least scale, others the integers and the zero point. */
  private static void same(Observer is, Observer expected) {
    assertThat(is).hasSameClassAs(expected);
    assertThat(is.dtype()).isEqualTo(expected.dtype());
    SplittableRandom random = new SplittableRandom(1);
    for (double deviation : new double[] {1e-9, 1, 5}) {
      FloatTensor values = Samples.values(random, 100, deviation, 8);
      is.observe(values);
      expected.observe(values);
      assertThat(is.qparams()).isEqualTo(expected.qparams());
      assertThat(is.state()).isEqualTo(expected.state());
    }
  }

  @Test
  void everyModuleGetsItsOwnObserver() {
    assertThat(QConfig.DYNAMIC.weight().get()).isNotSameAs(QConfig.DYNAMIC.weight().get());
    assertThat(QConfig.DYNAMIC.weight().get().dtype()).isEqualTo(DType.QINT8);
    assertThat(QConfig.PER_CHANNEL_DYNAMIC.weight().get())
        .isInstanceOf(PerChannelMinMaxObserver.class);
    assertThat(QConfig.OCTET.activation().get()).isNotSameAs(QConfig.OCTET.activation().get());
  }

  @Test
  void pytorchsNamesReduceTheRangeAndOctetsDoesNot() {
    assertThat(QConfig.DYNAMIC.activation().get())
        .isEqualTo(new PlaceholderObserver(DType.QUINT8, true));
    assertThat(QConfig.OCTET_DYNAMIC.activation().get())
        .isEqualTo(new PlaceholderObserver(DType.QUINT8, false));
    assertThatThrownBy(() -> QConfig.OCTET_DYNAMIC.activation().get().qparams())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsDynamicAndWhatIsFloat() {
    List<QConfig> dynamic =
        List.of(QConfig.DYNAMIC, QConfig.PER_CHANNEL_DYNAMIC, QConfig.OCTET_DYNAMIC);
    assertThat(dynamic).allMatch(QConfig::isDynamic).noneMatch(QConfig::isFloat);
    assertThat(QConfig.FLOAT.isFloat()).isTrue();
    assertThat(QConfig.FLOAT.isDynamic()).isFalse();
    assertThat(QConfig.WEIGHT_ONLY.isFloat()).isFalse();
    assertThat(QConfig.EMBEDDING.isDynamic()).isFalse();
  }

  @Test
  void theOthers() {
    assertThat(QConfig.WEIGHT_ONLY.activation().get()).isEqualTo(new NoopObserver());
    assertThat(QConfig.WEIGHT_ONLY.weight().get()).isInstanceOf(MovingAverageMinMaxObserver.class);
    assertThat(QConfig.DEBUG.activation().get()).isInstanceOf(RecordingObserver.class);
    assertThat(QConfig.REUSE_INPUT.activation().get()).isEqualTo(new ReuseInputObserver());
    assertThat(QConfig.EMBEDDING.activation().get())
        .isEqualTo(new PlaceholderObserver(DType.FLOAT32, false, false));
    PerChannelMinMaxObserver rows = (PerChannelMinMaxObserver) QConfig.EMBEDDING.weight().get();
    rows.observe(FloatTensor.wrap(new float[] {1, 256, -1, 0}, 2, 2));
    assertThat(rows.floatQParams())
        .isEqualTo(
            new FloatQParams(new float[] {1, 1f / 255}, new float[] {-1, 1 / (1f / 255)}, 0));
  }

  @Test
  void onePartCanBeReplaced() {
    QConfig config = QConfig.OCTET.activation(() -> new MinMaxObserver(EIGHT_BITS));
    assertThat(config.activation().get()).isInstanceOf(MinMaxObserver.class);
    assertThat(config.weight()).isSameAs(QConfig.OCTET.weight());
    assertThat(QConfig.OCTET.weight(QConfig::perTensorWeight).weight().get())
        .isInstanceOf(MinMaxObserver.class);
  }

  @Test
  void anObserverOfAUsersOwnNeedsThreeMethods() {
    record Half() implements Observer {
      @Override
      public void observe(FloatTensor values) {}

      @Override
      public QParams qparams() {
        return QParams.perTensor(0.5f, 7);
      }

      @Override
      public DType dtype() {
        return DType.QUINT8;
      }
    }

    QConfig config = new QConfig(Half::new, Half::new);
    assertThat(config.isDynamic()).isFalse();
    assertThat(config.activation().get().state()).isEmpty();
    config.activation().get().load(Map.of());
    assertThatThrownBy(() -> config.weight().get().load(Map.of("x", FloatTensor.scalar(1))))
        .hasMessageContaining("Half keeps no state, got [x]");
  }
}
