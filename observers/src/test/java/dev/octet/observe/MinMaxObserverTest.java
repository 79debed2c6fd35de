package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import org.junit.jupiter.api.Test;

class MinMaxObserverTest {
  private static FloatTensor t(float... x) {
    return FloatTensor.wrap(x, x.length);
  }

  private static QParams qparams(QScheme scheme, float... x) {
    MinMaxObserver observer = new MinMaxObserver(scheme);
    observer.observe(t(x));
    return observer.qparams();
  }

  @Test
  void affineMapsTheRangeOntoAllIntegers() {
    assertThat(qparams(QScheme.affine(DType.QUINT8), -1f, 1.55f))
        .isEqualTo(QParams.perTensor(2.55f / 255, 100));
    assertThat(qparams(QScheme.affine(DType.QINT8), 0f, 2.55f).zeroPoint(0)).isEqualTo(-128);
  }

  @Test
  void theRangeAlwaysHoldsZero() {
    assertThat(qparams(QScheme.affine(DType.QUINT8), 5f, 10f))
        .isEqualTo(QParams.perTensor(10f / 255, 0));
    assertThat(qparams(QScheme.affine(DType.QUINT8), -10f, -5f).zeroPoint(0)).isEqualTo(255);
  }

  @Test
  void symmetricPutsZeroInTheMiddle() {
    assertThat(qparams(QScheme.symmetric(DType.QINT8), -1f, 0.5f))
        .isEqualTo(QParams.perTensor(1f / 127.5f, 0));
    assertThat(qparams(QScheme.symmetric(DType.QUINT8), -1f, 0.5f).zeroPoint(0)).isEqualTo(128);
    assertThat(qparams(QScheme.symmetric(DType.QUINT8).range(0, 200), -1f, 1f).zeroPoint(0))
        .isEqualTo(100);
    assertThat(qparams(QScheme.symmetric(DType.QINT8).range(-127, 127), 1.27f).scale(0))
        .isEqualTo(1.27f / 127f);
  }

  @Test
  void reduceRangeTakesOneBit() {
    assertThat(qparams(QScheme.affine(DType.QUINT8).reduced(), 0f, 1.27f).scale(0))
        .isEqualTo(1.27f / 127f);
    QScheme reduced = QScheme.symmetric(DType.QINT8).reduced();
    assertThat(reduced.qmin()).isEqualTo(-64);
    assertThat(reduced.qmax()).isEqualTo(63);
    assertThatThrownBy(() -> QScheme.symmetric(DType.QUINT8).reduced())
        .hasMessageContaining("undefined");
  }

  @Test
  void aConstantRangeGetsTheLeastScale() {
    assertThat(qparams(QScheme.affine(DType.QUINT8), 0f, 0f))
        .isEqualTo(QParams.perTensor(0x1p-23f, 0));
    assertThat(qparams(QScheme.affine(DType.QUINT8).eps(0x1p-12f), 0f).scale(0))
        .isEqualTo(0x1p-12f);
  }

  @Test
  void batchesAddUpInAnyOrderAndByMerging() {
    MinMaxObserver both = new MinMaxObserver(QScheme.affine(DType.QUINT8));
    MinMaxObserver a = new MinMaxObserver(QScheme.affine(DType.QUINT8));
    MinMaxObserver b = new MinMaxObserver(QScheme.affine(DType.QUINT8));
    both.observe(t(1, -2));
    both.observe(t());
    both.observe(t(3));
    a.observe(t(3));
    b.observe(t(-2, 1));
    assertThat(a.merge(b).qparams()).isEqualTo(both.qparams());
    assertThat(both.min()).isEqualTo(-2);
    assertThat(both.max()).isEqualTo(3);
    MinMaxObserver other = new MinMaxObserver(QScheme.symmetric(DType.QINT8));
    assertThatThrownBy(() -> a.merge(other)).hasMessageContaining("schemes differ");
  }

  @Test
  void whatIsNotFiniteIsRefusedAndChangesNothing() {
    MinMaxObserver observer = new MinMaxObserver(QScheme.affine(DType.QUINT8));
    observer.observe(t(1));
    assertThatThrownBy(() -> observer.observe(t(5, Float.NaN)))
        .hasMessage("value NaN at index 1 is not finite");
    assertThatThrownBy(() -> observer.observe(t(Float.NEGATIVE_INFINITY)))
        .hasMessageContaining("-Infinity");
    assertThat(observer.max()).isEqualTo(1);
  }

  @Test
  void anObserverThatSawNothingProposesNothing() {
    assertThatThrownBy(() -> new MinMaxObserver(QScheme.affine(DType.QUINT8)).qparams())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the observer has seen no value");
  }

  @Test
  void schemesAreChecked() {
    assertThatThrownBy(() -> QScheme.affine(DType.QINT32)).hasMessageContaining("QINT32");
    assertThatThrownBy(() -> QScheme.affine(DType.QUINT8).range(-1, 255))
        .hasMessageContaining("[-1, 255] must contain 0 and lie within QUINT8's [0, 255]");
    assertThatThrownBy(() -> QScheme.affine(DType.QUINT8).eps(0f)).hasMessageContaining("eps 0.0");
  }
}
