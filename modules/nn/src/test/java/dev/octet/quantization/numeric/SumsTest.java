package dev.octet.quantization.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import org.junit.jupiter.api.Test;

class SumsTest {
  private static FloatTensor of(float... x) {
    return FloatTensor.wrap(x, x.length);
  }

  private static Difference difference(FloatTensor x, FloatTensor y) {
    Sums sums = new Sums();
    sums.add(x, y);
    return sums.difference();
  }

  @Test
  void knownNumbers() {
    Difference d = difference(of(3, 4, 0), of(3, 4, 0.5f));
    assertThat(d.sqnr()).isCloseTo(20, within(1e-9));
    assertThat(d.cosine()).isCloseTo(5 / Math.sqrt(25.25), within(1e-12));
    assertThat(d.largestError()).isEqualTo(0.5);
    assertThat(d.elements()).isEqualTo(3);
    assertThat(difference(of(1, 2), of(-1, -2)).cosine()).isEqualTo(-1, within(1e-12));
  }

  @Test
  void batchesAddUp() {
    Sums sums = new Sums();
    sums.add(of(3), of(3));
    sums.add(of(4, 0), of(4, 0.5f));
    assertThat(sums.difference()).isEqualTo(difference(of(3, 4, 0), of(3, 4, 0.5f)));
  }

  @Test
  void zeroSignals() {
    Difference same = difference(of(0, 0), of(0, 0));
    assertThat(same.sqnr()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(same.cosine()).isEqualTo(1);
    Difference noise = difference(of(0, 0), of(0, 1));
    assertThat(noise.sqnr()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(noise.cosine()).isZero();
    Difference silent = difference(of(0, 1), of(0, 0));
    assertThat(silent.sqnr()).isZero();
    assertThat(silent.cosine()).isZero();
  }

  @Test
  void leavesOutAndCountsWhatIsNotFinite() {
    Difference d =
        difference(
            of(1, Float.NaN, Float.POSITIVE_INFINITY, 2, 7),
            of(1, 0, Float.POSITIVE_INFINITY, 2, Float.NaN));
    assertThat(d.notFinite()).isEqualTo(3);
    assertThat(d.elements()).isEqualTo(2);
    assertThat(d.sqnr()).isEqualTo(Double.POSITIVE_INFINITY);
    Difference nothing = difference(of(Float.NaN), of(1));
    assertThat(nothing.sqnr()).isNaN();
    assertThat(nothing.cosine()).isNaN();
    assertThat(nothing.largestError()).isZero();
  }

  @Test
  void greatestFloatsDoNotOverflow() {
    Difference d = difference(of(Float.MAX_VALUE), of(-Float.MAX_VALUE));
    assertThat(d.sqnr()).isCloseTo(-20 * Math.log10(2), within(1e-9));
    assertThat(d.cosine()).isEqualTo(-1);
  }

  @Test
  void countsWhatIntegersCutOff() {
    FloatTensor x = of(-1.04f, -1.06f, 0, 24.5f, 24.56f, Float.NaN);
    QTensor y = QTensor.quantizePerTensor(x, 0.1f, 10, DType.QUINT8);
    Sums sums = new Sums();
    sums.add(x, y);
    assertThat(sums.difference().clipped()).isEqualTo(2);
    assertThat(sums.difference().clippedFraction()).isEqualTo(2 / 5.0);
  }

  @Test
  void countsByChannel() {
    FloatTensor x = FloatTensor.wrap(new float[] {100, 100, 100, 100}, 2, 2);
    QParams p = QParams.perChannel(0, new float[] {1, 0.5f}, new int[] {0, 0});
    Sums sums = new Sums();
    sums.add(x, QTensor.quantize(x, p, DType.QINT8));
    assertThat(sums.difference().clipped()).isEqualTo(2);
  }

  @Test
  void refusesOtherShapes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> difference(of(1, 2), of(1)))
        .withMessage("shape [2] of the float graph, [1] of the quantized one");
  }
}
