package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import org.junit.jupiter.api.Test;

class PerChannelMinMaxObserverTest {
  private static final QScheme SCHEME = QScheme.symmetric(DType.QINT8);
  private static final FloatTensor X = FloatTensor.wrap(new float[] {1, -2, 3, 0, 5, 4}, 2, 3);

  @Test
  void eachChannelHasItsOwnRange() {
    PerChannelMinMaxObserver rows = new PerChannelMinMaxObserver(SCHEME, 0);
    rows.observe(X);
    assertThat(rows.qparams())
        .isEqualTo(QParams.perChannel(0, new float[] {3 / 127.5f, 5 / 127.5f}, new int[2]));
    PerChannelMinMaxObserver columns = new PerChannelMinMaxObserver(SCHEME, 1);
    columns.observe(X);
    assertThat(columns.qparams().scales()).containsExactly(1 / 127.5f, 5 / 127.5f, 4 / 127.5f);
  }

  @Test
  void equalsOneObserverForEachChannel() {
    QScheme affine = QScheme.affine(DType.QUINT8);
    PerChannelMinMaxObserver all = new PerChannelMinMaxObserver(affine, 0);
    all.observe(X);
    for (int c = 0; c < 2; c++) {
      MinMaxObserver one = new MinMaxObserver(affine);
      one.observe(X.select(0, c));
      assertThat(all.qparams().scale(c)).isEqualTo(one.qparams().scale(0));
      assertThat(all.qparams().zeroPoint(c)).isEqualTo(one.qparams().zeroPoint(0));
    }
  }

  @Test
  void mergingIsSeeingBoth() {
    PerChannelMinMaxObserver a = new PerChannelMinMaxObserver(SCHEME, 0);
    PerChannelMinMaxObserver b = new PerChannelMinMaxObserver(SCHEME, 0);
    PerChannelMinMaxObserver both = new PerChannelMinMaxObserver(SCHEME, 0);
    FloatTensor y = FloatTensor.wrap(new float[] {-9, 1, 1, 1}, 2, 2);
    a.observe(X);
    b.observe(y);
    both.observe(X);
    both.observe(y);
    assertThat(a.merge(b).qparams()).isEqualTo(both.qparams());
    assertThat(a.merge(new PerChannelMinMaxObserver(SCHEME, 0)).qparams()).isEqualTo(a.qparams());
    PerChannelMinMaxObserver otherAxis = new PerChannelMinMaxObserver(SCHEME, 1);
    assertThatThrownBy(() -> a.merge(otherAxis)).hasMessageContaining("axes differ: 0 and 1");
  }

  @Test
  void theNumberOfChannelsMustStay() {
    PerChannelMinMaxObserver observer = new PerChannelMinMaxObserver(SCHEME, 0);
    observer.observe(X);
    assertThatThrownBy(() -> observer.observe(X.slice(0, 0, 1)))
        .hasMessage("expected 2 channels on axis 0 as before, got 1");
    assertThatThrownBy(() -> new PerChannelMinMaxObserver(SCHEME, 0).qparams())
        .hasMessage("the observer has seen no value");
  }
}
