package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Observers that watch nothing, or keep everything. */
class MarkersTest {
  private static final FloatTensor ODD = Samples.t(1, Float.NaN, Float.NEGATIVE_INFINITY);

  @Test
  void fixedParametersAreProposedWhateverIsSeen() {
    FixedQParamsObserver sigmoid = FixedQParamsObserver.zeroToOne(DType.QUINT8);
    sigmoid.observe(ODD);
    assertThat(sigmoid.qparams()).isEqualTo(QParams.perTensor(1 / 256f, 0));
    assertThat(FixedQParamsObserver.zeroToOne(DType.QINT8).qparams().zeroPoint(0)).isEqualTo(-128);
    assertThat(FixedQParamsObserver.minusOneToOne(DType.QUINT8).qparams())
        .isEqualTo(QParams.perTensor(2 / 256f, 128));
    assertThat(FixedQParamsObserver.minusOneToOne(DType.QINT8).qparams().zeroPoint(0)).isZero();
    assertThat(sigmoid.merge(FixedQParamsObserver.zeroToOne(DType.QUINT8))).isEqualTo(sigmoid);
    FixedQParamsObserver tanh = FixedQParamsObserver.minusOneToOne(DType.QUINT8);
    assertThatThrownBy(() -> sigmoid.merge(tanh)).hasMessageContaining("fixed parameters differ");
    assertThatThrownBy(() -> new FixedQParamsObserver(QParams.perTensor(1, -1), DType.QUINT8))
        .hasMessage("zero point -1 is outside QUINT8's [0, 255]");
    assertThatThrownBy(() -> new FixedQParamsObserver(QParams.perTensor(1, 0), DType.FLOAT32))
        .hasMessage("expected a quantized type, got FLOAT32");
  }

  @Test
  void fixedParametersLoadTheirOwnOnly() {
    FixedQParamsObserver tanh = FixedQParamsObserver.minusOneToOne(DType.QUINT8);
    assertThat(tanh.state()).containsOnlyKeys("scale", "zero_point");
    tanh.load(tanh.state());
    Map<String, FloatTensor> other = FixedQParamsObserver.zeroToOne(DType.QUINT8).state();
    assertThatThrownBy(() -> tanh.load(other))
        .hasMessageContaining("expected the fixed parameters");
    assertThatThrownBy(() -> tanh.load(Map.of())).hasMessageContaining("expected the state");
  }

  @Test
  void markersProposeNothing() {
    List<Observer> markers =
        List.of(
            new NoopObserver(),
            new ReuseInputObserver(),
            new PlaceholderObserver(DType.FLOAT32, false, false),
            new PlaceholderObserver(DType.QUINT8, true));
    for (Observer marker : markers) {
      marker.observe(ODD);
      assertThatThrownBy(marker::qparams).isInstanceOf(IllegalStateException.class);
      assertThat(marker.state()).isEmpty();
      marker.load(Map.of());
      assertThatThrownBy(() -> marker.load(Map.of("min_val", ODD)))
          .hasMessageContaining("keeps no state, got [min_val]");
      assertThat(Merging.merge(marker, marker)).isEqualTo(marker);
    }
    assertThat(markers.stream().map(Observer::isDynamic))
        .containsExactly(false, false, false, true);
    assertThat(markers.stream().map(Observer::dtype))
        .containsExactly(DType.FLOAT32, DType.QUINT8, DType.FLOAT32, DType.QUINT8);
    assertThatThrownBy(() -> Merging.merge(markers.get(2), markers.get(3)))
        .hasMessageContaining("placeholders differ");
  }

  @Test
  void recordingKeepsCopiesInOrder() {
    RecordingObserver recording = new RecordingObserver();
    float[] values = {1, 2};
    recording.observe(FloatTensor.wrap(values, 2));
    recording.observe(Samples.t());
    recording.observe(ODD);
    values[0] = 9;
    assertThat(recording.values()).containsExactly(Samples.t(1, 2), ODD);
    assertThat(recording.dtype()).isEqualTo(DType.QUINT8);
    assertThat(recording).isNotInstanceOf(Mergeable.class);
    assertThatThrownBy(recording::qparams).isInstanceOf(IllegalStateException.class);

    RecordingObserver loaded = new RecordingObserver();
    loaded.load(recording.state());
    assertThat(loaded.values()).isEqualTo(recording.values());
    assertThatThrownBy(() -> loaded.load(Map.of("tensor_val.1", ODD)))
        .hasMessage("expected tensor_val.0 to 0, got [tensor_val.1]");
  }

  @Test
  void recordingGrows() {
    RecordingObserver recording = new RecordingObserver();
    recording.observe(Samples.t(1));
    long once = recording.state().size();
    recording.observe(Samples.t(1));
    assertThat(recording.state().size()).isGreaterThan((int) once);
  }
}
