package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.DType;
import org.junit.jupiter.api.Test;

class QConfigTest {
  @Test
  void everyModuleGetsItsOwnObserver() {
    assertThat(QConfig.DYNAMIC.weight().get()).isNotSameAs(QConfig.DYNAMIC.weight().get());
    assertThat(QConfig.DYNAMIC.weight().get().dtype()).isEqualTo(DType.QINT8);
    assertThat(QConfig.PER_CHANNEL_DYNAMIC.weight().get())
        .isInstanceOf(PerChannelMinMaxObserver.class);
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
}
