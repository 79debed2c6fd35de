package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class QSchemeTest {
  private static final QScheme ROWS = QScheme.floatQParams(DType.QUINT8);

  @Test
  void floatZeroPointsCoverTheRangeAlone() {
    PerChannelMinMaxObserver observer = new PerChannelMinMaxObserver(ROWS, 0);
    observer.observe(FloatTensor.wrap(new float[] {5, 10.1f, 2, 2, -3, -3}, 3, 2));
    FloatQParams p = observer.floatQParams();
    assertThat(p.scales()).containsExactly((10.1f - 5) / 255, 1, 1);
    assertThat(p.zeroPoints()).containsExactly(-5 / ((10.1f - 5) / 255), -2, 3);
    assertThat(p.axis()).isZero();
    assertThat(p.toString())
        .startsWith("axis=0, channels=3, scales=[0.0200")
        .endsWith(", 1.0, 1.0], zeroPoints=[-249.99998, -2.0, 3.0]");
  }

  @Test
  void floatAndIntegerZeroPointsAreAskedForByName() {
    PerChannelMinMaxObserver floats = new PerChannelMinMaxObserver(ROWS, 0);
    floats.observe(Samples.t(1, 2));
    assertThatThrownBy(floats::qparams)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this scheme proposes float zero points: floatQParams()");
    MovingAveragePerChannelMinMaxObserver integers =
        new MovingAveragePerChannelMinMaxObserver(QScheme.affine(DType.QUINT8), 0);
    integers.observe(Samples.t(1, 2));
    assertThatThrownBy(integers::floatQParams)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this scheme proposes integer zero points: qparams()");
  }

  @Test
  void floatZeroPointsNeedChannels() {
    assertThatThrownBy(() -> new MinMaxObserver(ROWS))
        .hasMessage("float zero points need an observer per channel");
    assertThatThrownBy(() -> new HistogramObserver(ROWS)).hasMessageContaining("per channel");
  }

  @Test
  void floatParametersAreChecked() {
    float[] one = {1};
    assertThatThrownBy(() -> new FloatQParams(one, new float[2], 0))
        .hasMessage(
            "expected as many scales as zero points, at least one, and an axis, got 1, 2 and axis"
                + " 0");
    assertThatThrownBy(() -> new FloatQParams(one, one, -1)).hasMessageContaining("axis -1");
    assertThatThrownBy(() -> new FloatQParams(new float[] {0}, one, 0))
        .hasMessageContaining("channel 0: scale 0.0 must be a positive normal float");
    assertThatThrownBy(() -> new FloatQParams(one, new float[] {Float.NaN}, 0))
        .hasMessageContaining("zero point NaN finite");
    FloatQParams p = new FloatQParams(one, one, 0);
    assertThat(p).isEqualTo(new FloatQParams(new float[] {1}, new float[] {1}, 0));
    assertThat(p).hasSameHashCodeAs(new FloatQParams(new float[] {1}, new float[] {1}, 0));
    p.scales()[0] = 9;
    p.zeroPoints()[0] = 9;
    assertThat(p.scales()).containsExactly(1);
    assertThat(p.zeroPoints()).containsExactly(1);
  }

  @Test
  void channelsOnEveryAxis() {
    FloatTensor x = FloatTensor.wrap(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 2);
    float[][] greatest = {{6, 12}, {8, 10, 12}, {11, 12}};
    for (int axis = 0; axis < 3; axis++) {
      PerChannelMinMaxObserver observer =
          new PerChannelMinMaxObserver(QScheme.affine(DType.QUINT8), axis);
      observer.observe(x);
      assertThat(observer.state().get("max_val").toArray()).containsExactly(greatest[axis]);
    }
    PerChannelMinMaxObserver none = new PerChannelMinMaxObserver(QScheme.affine(DType.QUINT8), 3);
    assertThatThrownBy(() -> none.observe(x)).hasMessage("values [2, 3, 2] have no axis 3");
    assertThatThrownBy(() -> new PerChannelMinMaxObserver(QScheme.affine(DType.QUINT8), -1))
        .hasMessage("channel axis -1 is below 0");
  }

  @Test
  void typesAreChecked() {
    assertThatThrownBy(() -> QScheme.affine(DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected QINT8 or QUINT8, got FLOAT32");
  }
}
