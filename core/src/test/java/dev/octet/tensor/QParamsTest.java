package dev.octet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QParamsTest {
  @Test
  void perTensor() {
    QParams p = QParams.perTensor(0.1f, 3);
    assertThat(p.isPerChannel()).isFalse();
    assertThat(p.count()).isEqualTo(1);
    assertThat(p.axis()).isEqualTo(QParams.PER_TENSOR);
    assertThat(p).hasToString("scale=0.1, zeroPoint=3");
  }

  @Test
  void perChannel() {
    QParams p = QParams.perChannel(1, new float[] {1, 2, 3, 4, 5}, new int[5]);
    assertThat(p.isPerChannel()).isTrue();
    assertThat(p.count()).isEqualTo(5);
    assertThat(p.scale(4)).isEqualTo(5f);
    assertThat(p)
        .hasToString("axis=1, scales=[1.0, 2.0, 3.0, 4.0], zeroPoints=[0, 0, 0, 0], … 5 in all");
  }

  @Test
  void oneChannelIsNotTheWholeTensor() {
    QParams channel = QParams.perChannel(0, new float[] {1}, new int[] {2});
    assertThat(channel).isNotEqualTo(QParams.perTensor(1, 2));
    assertThat(channel)
        .isEqualTo(QParams.perChannel(0, new float[] {1}, new int[] {2}))
        .hasSameHashCodeAs(QParams.perChannel(0, new float[] {1}, new int[] {2}));
  }

  @Test
  void copiesItsArrays() {
    float[] scales = {1, 2};
    int[] zeroPoints = {3, 4};
    QParams p = QParams.perChannel(0, scales, zeroPoints);
    scales[0] = 9;
    zeroPoints[0] = 9;
    p.scales()[1] = 9;
    p.zeroPoints()[1] = 9;
    assertThat(p).isEqualTo(QParams.perChannel(0, new float[] {1, 2}, new int[] {3, 4}));
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        0f,
        -0f,
        -1f,
        1e-39f,
        Float.MIN_VALUE,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
      })
  void refusesScalesThatAreNoPositiveNormalFloat(float scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QParams.perChannel(0, new float[] {1, scale}, new int[2]))
        .withMessage("scale " + scale + " of channel 1 is not a positive normal float");
  }

  @Test
  void acceptsTheEndsOfTheScales() {
    assertThat(QParams.perTensor(Float.MIN_NORMAL, 0).scale(0)).isEqualTo(Float.MIN_NORMAL);
    assertThat(QParams.perTensor(Float.MAX_VALUE, 0).scale(0)).isEqualTo(Float.MAX_VALUE);
  }

  @Test
  void refusesCountsThatDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QParams.perChannel(0, new float[2], new int[3]))
        .withMessage("expected as many scales as zero points and at least one, got 2 and 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QParams.perChannel(0, new float[0], new int[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QParams(new float[] {1, 1}, new int[2], QParams.PER_TENSOR))
        .withMessage("axis -1 does not fit 2 scales: per tensor is axis -1, one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QParams.perChannel(-1, new float[] {1}, new int[1]))
        .withMessage("channel axis -1 is below 0");
  }

  @Test
  void checksTypeAndShapeOfATensor() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                QParams.perChannel(0, new float[] {1, 1}, new int[] {0, 130})
                    .check(DType.QINT8, Shape.of(2)))
        .withMessage("zero point 130 outside QINT8 range [-128, 127] for channel 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QParams.perTensor(1, -1).check(DType.QUINT8, Shape.of(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> QParams.perChannel(1, new float[2], new int[2]).check(DType.QINT8, Shape.of(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                QParams.perChannel(1, new float[] {1, 1}, new int[2])
                    .check(DType.QINT8, Shape.of(2, 3)))
        .withMessage("2 scales along axis 1 do not fit shape [2, 3]");
  }

  @Test
  void typesKnowTheirRanges() {
    assertThat(new int[] {DType.QINT8.qmin(), DType.QINT8.qmax()}).containsExactly(-128, 127);
    assertThat(new int[] {DType.QUINT8.qmin(), DType.QUINT8.qmax()}).containsExactly(0, 255);
    assertThat(DType.QINT32.qmin()).isEqualTo(Integer.MIN_VALUE);
    assertThat(DType.FLOAT32.isQuantized()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(DType.FLOAT32::qmin)
        .withMessage("FLOAT32 is not a quantized type and has no integer range");
  }
}
