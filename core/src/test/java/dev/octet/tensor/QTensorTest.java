package dev.octet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QTensorTest {
  private static final QParams HALF = QParams.perTensor(0.5f, 10);

  private static QTensor bytes(DType dtype, QParams qparams, int[] dims, int... values) {
    byte[] q = new byte[values.length];
    for (int i = 0; i < q.length; i++) {
      q[i] = (byte) values[i];
    }
    return QTensor.wrap(q, Shape.of(dims), dtype, qparams);
  }

  /** Three channels along axis 1 with scales 1, 2, 3 and zero points 10, 20, 30; values 0 to 11. */
  private static QTensor threeChannels() {
    return bytes(
        DType.QUINT8,
        QParams.perChannel(1, new float[] {1, 2, 3}, new int[] {10, 20, 30}),
        new int[] {2, 3, 2},
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11);
  }

  @Test
  void quantizesPerTensor() {
    FloatTensor x = FloatTensor.wrap(new float[] {-100, -0.25f, 0, 0.25f, 0.75f, 500}, 2, 3);
    QTensor q = QTensor.quantizePerTensor(x, 0.5f, 10, DType.QUINT8);
    assertThat(q.intRepr()).containsExactly(0, 10, 10, 10, 12, 255);
    assertThat(q.dequantize().toArray()).containsExactly(-5, 0, 0, 0, 1, 122.5f);
    assertThat(q.shape()).isEqualTo(x.shape());
    assertThat(q.qparams()).isEqualTo(HALF);
    assertThat(q.get(1, 2)).isEqualTo(255);
  }

  @Test
  void quantizesPerChannel() {
    FloatTensor x = FloatTensor.wrap(new float[] {1, 1, 1, 1, 1, 1}, 1, 3, 2);
    QTensor q =
        QTensor.quantizePerChannel(
            x, new float[] {1, 0.5f, 0.25f}, new int[] {0, 1, -2}, -2, DType.QINT8);
    assertThat(q.intRepr()).containsExactly(1, 1, 3, 3, 2, 2);
    assertThat(q.qparams().axis()).isEqualTo(1);
    assertThat(q.dequantize()).isEqualTo(x);
  }

  @Test
  void quantizesTo32Bits() {
    FloatTensor x = FloatTensor.wrap(new float[] {1e9f, -1e9f, 1e20f}, 3);
    QTensor q = QTensor.quantizePerTensor(x, 1f, 0, DType.QINT32);
    assertThat(q.intRepr()).containsExactly(1_000_000_000, -1_000_000_000, Integer.MAX_VALUE);
    assertThat(q.get(1)).isEqualTo(-1_000_000_000);
    assertThatIllegalStateException()
        .isThrownBy(q::array)
        .withMessage("QINT32 lies in an int[], not in a byte[]");
  }

  @Test
  void quantizesWhatIsNotRowMajor() {
    FloatTensor x = FloatTensor.wrap(new float[24], 1, 3, 4, 2);
    for (int i = 0; i < 24; i++) {
      x.array()[i] = i;
    }
    FloatTensor last = x.to(Layout.CHANNELS_LAST);
    QTensor perTensor = QTensor.quantizePerTensor(last, 0.5f, 3, DType.QUINT8);
    assertThat(perTensor.layout()).isEqualTo(Layout.CHANNELS_LAST);
    assertThat(perTensor).isEqualTo(QTensor.quantizePerTensor(x, 0.5f, 3, DType.QUINT8));
    assertThat(perTensor.get(0, 2, 3, 1)).isEqualTo(49);
    float[] scales = {1, 2, 3};
    QTensor perChannel = QTensor.quantizePerChannel(last, scales, new int[3], 1, DType.QINT8);
    assertThat(perChannel)
        .isEqualTo(QTensor.quantizePerChannel(x, scales, new int[3], 1, DType.QINT8));
    FloatTensor part = x.select(0, 0).slice(0, 1, 2);
    assertThat(QTensor.quantizePerTensor(part, 1f, 0, DType.QINT8).intRepr())
        .containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "INT64", "BOOL"})
  void refusesTypesThatAreNotQuantized(DType dtype) {
    FloatTensor x = FloatTensor.zeros(Shape.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QTensor.quantize(x, HALF, dtype))
        .withMessage("expected QINT8, QUINT8 or QINT32, got " + dtype);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QTensor.wrap(new byte[1], Shape.of(1), dtype, HALF))
        .withMessage("expected QINT8, QUINT8 or QINT32, got " + dtype);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QTensor.wrap(new byte[1], Shape.of(1), DType.QINT32, HALF))
        .withMessage("QINT32 does not lie in byte[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QTensor.wrap(new byte[1], Shape.of(2), DType.QINT8, HALF));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> QTensor.wrap(new byte[1], Shape.of(1), DType.QINT8, QParams.perTensor(1f, 200)))
        .withMessage("zero point 200 outside QINT8 range [-128, 127] for channel 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                QTensor.quantizePerChannel(
                    FloatTensor.zeros(Shape.of(2, 3)),
                    new float[] {1, 1},
                    new int[2],
                    1,
                    DType.QINT8))
        .withMessage("2 scales along axis 1 do not fit shape [2, 3]");
  }

  @Test
  void bytesAreReadByTheirType() {
    int[] dims = {2};
    assertThat(bytes(DType.QUINT8, HALF, dims, 200, 3).intRepr()).containsExactly(200, 3);
    assertThat(bytes(DType.QINT8, HALF, dims, 200, 3).intRepr()).containsExactly(-56, 3);
    assertThat(bytes(DType.QINT8, HALF, dims, 200, 3).get(0)).isEqualTo(-56);
    assertThat(bytes(DType.QUINT8, HALF, dims, 200, 3).dequantize().toArray())
        .containsExactly(95, -3.5f);
  }

  @Test
  void wrapSharesAndCopyOfDoesNot() {
    byte[] q = {1, 2};
    QTensor shared = QTensor.wrap(q, Shape.of(2), DType.QINT8, HALF);
    QTensor own = QTensor.copyOf(q, Shape.of(2), DType.QINT8, HALF);
    q[0] = 5;
    assertThat(shared.get(0)).isEqualTo(5);
    assertThat(own.get(0)).isEqualTo(1);
    assertThat(shared.copy().sharesStorageWith(shared)).isFalse();
    assertThat(shared.copy()).isEqualTo(shared).hasSameHashCodeAs(shared);
    QTensor ints = QTensor.wrap(new int[] {7}, Shape.of(1), HALF);
    assertThat(ints.dtype()).isEqualTo(DType.QINT32);
    ints.intRepr()[0] = 8;
    assertThat(ints.get(0)).isEqualTo(7);
  }

  @Test
  void dequantizesByChannel() {
    assertThat(threeChannels().dequantize().toArray())
        .containsExactly(-10, -9, -36, -34, -78, -75, -4, -3, -24, -22, -60, -57);
  }

  @Test
  void transposeTakesTheChannelAxisAlong() {
    QTensor t = threeChannels();
    QTensor p = t.transpose(2, 0, 1);
    assertThat(p.qparams().axis()).isEqualTo(2);
    assertThat(p.dequantize()).isEqualTo(t.dequantize().transpose(2, 0, 1));
    assertThat(p.sharesStorageWith(t)).isFalse();
  }

  @Test
  void reshapeKeepsWholeChannels() {
    QTensor t = threeChannels();
    QTensor r = t.reshape(2, 1, 3, 2);
    assertThat(r.qparams().axis()).isEqualTo(2);
    assertThat(r.sharesStorageWith(t)).isTrue();
    assertThat(r.dequantize()).isEqualTo(t.dequantize().reshape(2, 1, 3, 2));
    assertThat(t.reshape(2, 3, 1, -1).qparams().axis()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.reshape(6, 2))
        .withMessage("reshape of [2, 3, 2] to [6, 2] tears the 3 channels of axis 1 apart");
    assertThatIllegalArgumentException().isThrownBy(() -> t.reshape(4, 3));
    QTensor perTensor = bytes(DType.QUINT8, HALF, new int[] {2, 3}, 0, 1, 2, 3, 4, 5);
    assertThat(perTensor.reshape(6).intRepr()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void sliceOfChannelsTakesTheirParametersAlong() {
    QTensor t = threeChannels();
    QTensor s = t.slice(1, 1, 3);
    assertThat(s.qparams())
        .isEqualTo(QParams.perChannel(1, new float[] {2, 3}, new int[] {20, 30}));
    assertThat(s.dequantize()).isEqualTo(t.dequantize().slice(1, 1, 3));
    assertThat(t.slice(0, 1, 2).dequantize()).isEqualTo(t.dequantize().slice(0, 1, 2));
    assertThat(t.slice(0, 1, 2).sharesStorageWith(t)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.slice(-2, 1, 1))
        .withMessage("slice [1, 1) leaves no channel of axis -2");
  }

  @Test
  void selectOfAChannelIsPerTensor() {
    QTensor t = threeChannels();
    assertThat(t.select(1, 2).qparams()).isEqualTo(QParams.perTensor(3, 30));
    assertThat(t.select(-2, 2).dequantize()).isEqualTo(t.dequantize().select(1, 2));
    assertThat(t.select(0, 1).qparams().axis()).isZero();
    assertThat(t.select(0, 1).dequantize()).isEqualTo(t.dequantize().select(0, 1));
    assertThat(t.select(2, 1).qparams().axis()).isEqualTo(1);
    assertThat(t.select(2, 1).dequantize()).isEqualTo(t.dequantize().select(2, 1));
  }

  @Test
  void channelsLastIsTheSameTensor() {
    QTensor t = threeChannels().reshape(2, 3, 2, 1);
    QTensor last = t.to(Layout.CHANNELS_LAST);
    assertThat(last).isEqualTo(t).hasSameHashCodeAs(t);
    assertThat(last.dequantize()).isEqualTo(t.dequantize());
    assertThat(last.array()).startsWith(0, 2, 4, 1, 3, 5);
    assertThat(last.to(Layout.CONTIGUOUS).array()).isEqualTo(t.array());
    assertThat(last.slice(1, 1, 2)).isEqualTo(t.slice(1, 1, 2));
    assertThat(last.select(1, 1)).isEqualTo(t.select(1, 1));
  }

  @Test
  void equalityIsByTypeShapeParametersAndIntegers() {
    int[] dims = {2};
    QTensor t = bytes(DType.QINT8, HALF, dims, 1, 2);
    assertThat(t).isEqualTo(bytes(DType.QINT8, HALF, dims, 1, 2));
    assertThat(t).isNotEqualTo(bytes(DType.QUINT8, HALF, dims, 1, 2));
    assertThat(t).isNotEqualTo(bytes(DType.QINT8, QParams.perTensor(0.5f, 11), dims, 1, 2));
    assertThat(t).isNotEqualTo(bytes(DType.QINT8, HALF, new int[] {2, 1}, 1, 2));
    assertThat(t).isNotEqualTo(bytes(DType.QINT8, HALF, dims, 1, 3));
  }

  @Test
  void readsWell() {
    assertThat(bytes(DType.QUINT8, HALF, new int[] {2}, 12, 200))
        .hasToString("QTensor[2] QUINT8 (scale=0.5, zeroPoint=10) [1.0 (12), 95.0 (200)]");
  }
}
