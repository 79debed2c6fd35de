package dev.octet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** What {@link FloatTensorTest} shows in full holds for the other plain kinds; here they answer. */
class LongAndBoolTensorTest {
  @Test
  void longs() {
    long[] ids = {101, 7592, 102, 0, 1, 2};
    LongTensor t = LongTensor.wrap(ids, 2, 3);
    assertThat(t.dtype()).isEqualTo(DType.INT64);
    assertThat(t.array()).isSameAs(ids);
    assertThat(t.get(0, 1)).isEqualTo(7592);
    assertThat(t.transpose(1, 0).toArray()).containsExactly(101, 0, 7592, 1, 102, 2);
    assertThat(t.select(0, 1).toArray()).containsExactly(0, 1, 2);
    assertThat(t.select(0, 1).sharesStorageWith(t)).isTrue();
    assertThat(t.slice(1, 0, 1).toArray()).containsExactly(101, 0);
    assertThat(t.reshape(-1).sharesStorageWith(t)).isTrue();
    assertThat(t.copy()).isEqualTo(t).hasSameHashCodeAs(t);
    assertThat(t.copy().sharesStorageWith(t)).isFalse();
    assertThat(LongTensor.copyOf(ids, 6).sharesStorageWith(t)).isFalse();
    assertThat(LongTensor.scalar(5)).isEqualTo(LongTensor.wrap(new long[] {5}));
    assertThat(LongTensor.zeros(Shape.of(2)).toArray()).containsExactly(0, 0);
    assertThat(t).hasToString("LongTensor[2, 3] [[101, 7592, 102], [0, 1, 2]]");
    assertThatIllegalArgumentException().isThrownBy(() -> LongTensor.wrap(ids, 7));
  }

  @Test
  void bools() {
    boolean[] mask = {true, false, true, true};
    BoolTensor t = BoolTensor.wrap(mask, 2, 2);
    assertThat(t.dtype()).isEqualTo(DType.BOOL);
    assertThat(t.array()).isSameAs(mask);
    assertThat(t.get(0, 1)).isFalse();
    assertThat(t.transpose(1, 0).toArray()).containsExactly(true, true, false, true);
    assertThat(t.select(1, 1).toArray()).containsExactly(false, true);
    assertThat(t.slice(0, 1, 2).sharesStorageWith(t)).isTrue();
    assertThat(t.reshape(4).copy()).isEqualTo(t.reshape(4)).hasSameHashCodeAs(t.reshape(4));
    assertThat(t.copy().sharesStorageWith(t)).isFalse();
    assertThat(BoolTensor.copyOf(mask, 4).sharesStorageWith(t)).isFalse();
    assertThat(BoolTensor.scalar(true).get()).isTrue();
    assertThat(BoolTensor.zeros(Shape.of(1)).toArray()).containsExactly(false);
    assertThat(t).hasToString("BoolTensor[2, 2] [[true, false], [true, true]]");
    assertThatIllegalArgumentException().isThrownBy(() -> BoolTensor.copyOf(mask, 3));
  }

  @Test
  void kindsShareNothingWithOneAnother() {
    LongTensor longs = LongTensor.zeros(Shape.of(1));
    assertThat(longs.sharesStorageWith(FloatTensor.zeros(Shape.of(1)))).isFalse();
    assertThat((Object) longs).isNotEqualTo(BoolTensor.zeros(Shape.of(1)));
  }
}
