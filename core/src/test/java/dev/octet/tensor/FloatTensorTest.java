package dev.octet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FloatTensorTest {
  /** 0, 1, 2, … in row-major order. */
  private static FloatTensor iota(int... dims) {
    float[] x = new float[Shape.of(dims).size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    return FloatTensor.wrap(x, dims);
  }

  @Test
  void wrapSharesAndCopyOfDoesNot() {
    float[] x = {1, 2, 3, 4};
    FloatTensor shared = FloatTensor.wrap(x, 2, 2);
    FloatTensor own = FloatTensor.copyOf(x, 2, 2);
    x[3] = 9;
    assertThat(shared.get(1, 1)).isEqualTo(9);
    assertThat(own.get(1, 1)).isEqualTo(4);
    assertThat(shared.array()).isSameAs(x);
    assertThat(shared.sharesStorageWith(own)).isFalse();
    assertThat(shared.sharesStorageWith(FloatTensor.wrap(x, 4))).isTrue();
    assertThat(shared.dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void wrapsPartOfAnArray() {
    FloatTensor t = FloatTensor.wrap(new float[] {9, 9, 1, 2, 3, 4, 9}, 2, Shape.of(2, 2));
    assertThat(t.offset()).isEqualTo(2);
    assertThat(t.get(1, 0)).isEqualTo(3);
    assertThat(t.toArray()).containsExactly(1, 2, 3, 4);
    assertThat(t).isEqualTo(FloatTensor.wrap(new float[] {1, 2, 3, 4}, 2, 2));
  }

  @Test
  void refusesArraysThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatTensor.wrap(new float[5], 2, 3))
        .withMessage("shape [2, 3] needs 6 elements from offset 0, the array has 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatTensor.wrap(new float[6], 1, Shape.of(2, 3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatTensor.wrap(new float[6], -1, Shape.of(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatTensor.copyOf(new float[7], 2, 3))
        .withMessage("shape [2, 3] needs 6 elements, the array has 7");
  }

  @Test
  void scalarsZerosAndEmptyTensors() {
    assertThat(FloatTensor.scalar(3).get()).isEqualTo(3);
    assertThat(FloatTensor.zeros(Shape.of(2, 1)).toArray()).containsExactly(0, 0);
    FloatTensor empty = FloatTensor.zeros(Shape.of(2, 0));
    assertThat(empty.toArray()).isEmpty();
    assertThat(empty.transpose(1, 0).shape()).isEqualTo(Shape.of(0, 2));
    assertThat(empty.reshape(0, 5).shape()).isEqualTo(Shape.of(0, 5));
  }

  @Test
  void getChecksItsIndex() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iota(2, 3).get(0, 3))
        .withMessage("index [0, 3] outside shape [2, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iota(2, 3).get(1))
        .withMessage("index [1] does not fit shape [2, 3]");
  }

  @Test
  void reshapeSharesTheArray() {
    FloatTensor t = iota(2, 6);
    FloatTensor r = t.reshape(3, -1);
    assertThat(r.shape()).isEqualTo(Shape.of(3, 4));
    assertThat(r.get(2, 3)).isEqualTo(11);
    assertThat(r.sharesStorageWith(t)).isTrue();
    assertThat(iota(1).reshape().get()).isZero();
    assertThat(iota(0, 3).reshape(-1).shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void refusesReshapesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iota(2, 3).reshape(4, -1))
        .withMessage("cannot reshape [2, 3] to [4, -1]");
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).reshape(-1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).reshape(-1, -1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).reshape(-2, -3));
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).reshape(7));
    assertThatIllegalArgumentException().isThrownBy(() -> iota(0, 3).reshape(0, -1));
  }

  @Test
  void transposeCopiesInTheNewOrder() {
    FloatTensor t = iota(2, 3, 4);
    FloatTensor p = t.transpose(2, 0, 1);
    assertThat(p.shape()).isEqualTo(Shape.of(4, 2, 3));
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 4; k++) {
          assertThat(p.get(k, i, j)).isEqualTo(t.get(i, j, k));
        }
      }
    }
    assertThat(p.sharesStorageWith(t)).isFalse();
    assertThat(t.transpose(0, 1, 2)).isEqualTo(t);
    assertThat(t.transpose(0, 1, 2).sharesStorageWith(t)).isFalse();
  }

  @Test
  void refusesWhatIsNoPermutation() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iota(2, 3).transpose(0, 0))
        .withMessage("permutation [0, 0] does not fit shape [2, 3]");
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).transpose(0));
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).transpose(0, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).transpose(-1, 0));
  }

  @Test
  void sliceOfTheFirstRealDimensionIsAView() {
    FloatTensor t = iota(1, 4, 3);
    FloatTensor s = t.slice(1, 1, 3);
    assertThat(s.shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(s.toArray()).containsExactly(3, 4, 5, 6, 7, 8);
    assertThat(s.offset()).isEqualTo(3);
    assertThat(s.sharesStorageWith(t)).isTrue();
    assertThat(s.slice(1, 1, 2).toArray()).containsExactly(6, 7, 8);
  }

  @Test
  void sliceOfAnInnerDimensionIsACopy() {
    FloatTensor t = iota(2, 4);
    FloatTensor s = t.slice(-1, 1, 3);
    assertThat(s.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(s.toArray()).containsExactly(1, 2, 5, 6);
    assertThat(s.sharesStorageWith(t)).isFalse();
    assertThat(t.slice(0, 2, 2).shape()).isEqualTo(Shape.of(0, 4));
    assertThat(t.slice(1, 4, 4).toArray()).isEmpty();
  }

  @Test
  void selectDropsTheDimension() {
    FloatTensor t = iota(3, 4);
    assertThat(t.select(0, 2).toArray()).containsExactly(8, 9, 10, 11);
    assertThat(t.select(0, 2).shape()).isEqualTo(Shape.of(4));
    assertThat(t.select(0, 2).sharesStorageWith(t)).isTrue();
    assertThat(t.select(1, 1).toArray()).containsExactly(1, 5, 9);
    assertThat(t.select(1, 1).sharesStorageWith(t)).isFalse();
    assertThat(t.select(1, 1).select(0, 2).get()).isEqualTo(9);
  }

  @Test
  void refusesWhatLiesOutside() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iota(2, 3).slice(1, 1, 4))
        .withMessage("slice [1, 4) outside axis 1 of shape [2, 3]");
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).slice(0, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).slice(2, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iota(2, 3).select(0, 2))
        .withMessage("index 2 outside axis 0 of shape [2, 3]");
    assertThatIllegalArgumentException().isThrownBy(() -> iota(2, 3).select(0, -1));
  }

  @Test
  void channelsLastAndBack() {
    FloatTensor t = iota(2, 3, 4, 5);
    FloatTensor last = t.to(Layout.CHANNELS_LAST);
    assertThat(last.layout()).isEqualTo(Layout.CHANNELS_LAST);
    assertThat(last.shape()).isEqualTo(t.shape());
    assertThat(last.get(1, 2, 3, 4)).isEqualTo(t.get(1, 2, 3, 4));
    // The three channels of the first pixel are neighbours.
    assertThat(last.array()).startsWith(0, 20, 40, 1, 21, 41);
    assertThat(last).isEqualTo(t).hasSameHashCodeAs(t);
    assertThat(last.to(Layout.CONTIGUOUS).array()).isEqualTo(t.array());
    assertThat(last.to(Layout.CHANNELS_LAST)).isSameAs(last);
    assertThat(last.toArray()).isEqualTo(t.array());
  }

  @Test
  void elementsOfOneChannelAreCopiedFromTheirPlaceInALongerArray() {
    float[] longer = {7, 0, 1, 2, 7};
    FloatTensor line = FloatTensor.wrap(longer, 1, Shape.of(1, 1, 3), Layout.CHANNELS_LAST);
    assertThat(line.toArray()).containsExactly(0, 1, 2).isNotSameAs(longer);
  }

  @Test
  void viewsOfChannelsLastAreTheSameNumbers() {
    FloatTensor t = iota(2, 3, 4, 5);
    FloatTensor last = t.to(Layout.CHANNELS_LAST);
    assertThat(last.slice(1, 1, 3)).isEqualTo(t.slice(1, 1, 3));
    assertThat(last.slice(0, 1, 2)).isEqualTo(t.slice(0, 1, 2));
    assertThat(last.select(2, 3)).isEqualTo(t.select(2, 3));
    assertThat(last.select(0, 1)).isEqualTo(t.select(0, 1));
    assertThat(last.reshape(6, 20)).isEqualTo(t.reshape(6, 20));
    assertThat(last.transpose(3, 1, 0, 2)).isEqualTo(t.transpose(3, 1, 0, 2));
    assertThat(last.copy().layout()).isEqualTo(Layout.CHANNELS_LAST);
    assertThat(last.copy()).isEqualTo(t);
    assertThat(t.slice(0, 1, 2).to(Layout.CHANNELS_LAST)).isEqualTo(t.slice(0, 1, 2));
  }

  @Test
  void channelsLastOfLinesAndVolumes() {
    FloatTensor line = iota(2, 3, 4);
    assertThat(line.to(Layout.CHANNELS_LAST).array()).startsWith(0, 4, 8, 1, 5, 9);
    assertThat(line.to(Layout.CHANNELS_LAST)).isEqualTo(line);
    FloatTensor volume = iota(2, 3, 2, 2, 2);
    assertThat(volume.to(Layout.CHANNELS_LAST).array()).startsWith(0, 8, 16, 1, 9, 17);
    assertThat(volume.to(Layout.CHANNELS_LAST).to(Layout.CONTIGUOUS).array())
        .isEqualTo(volume.array());
  }

  @Test
  void sameOrderInBothLayoutsSharesTheArray() {
    FloatTensor pixel = iota(2, 3, 1, 1);
    assertThat(pixel.to(Layout.CHANNELS_LAST).array()).isSameAs(pixel.array());
    FloatTensor plane = iota(2, 1, 3, 4);
    assertThat(plane.to(Layout.CHANNELS_LAST).array()).isSameAs(plane.array());
    assertThat(plane.to(Layout.CHANNELS_LAST).to(Layout.CONTIGUOUS).array())
        .isSameAs(plane.array());
  }

  @Test
  void wrapsChannelsLast() {
    FloatTensor t =
        FloatTensor.wrap(new float[] {9, 0, 1, 2, 3}, 1, Shape.of(1, 2, 2), Layout.CHANNELS_LAST);
    assertThat(t.toArray()).containsExactly(0, 2, 1, 3);
  }

  @Test
  void channelsLastNeedsThreeDimensions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iota(2, 3).to(Layout.CHANNELS_LAST))
        .withMessage("CHANNELS_LAST needs at least 3 dimensions [N, C, W], got [2, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatTensor.wrap(new float[6], 0, Shape.of(2, 3), Layout.CHANNELS_LAST));
  }

  @Test
  void copySharesNothing() {
    FloatTensor t = iota(4).slice(0, 1, 3);
    FloatTensor c = t.copy();
    assertThat(c).isEqualTo(t);
    assertThat(c.sharesStorageWith(t)).isFalse();
    assertThat(c.array()).hasSize(2);
    assertThat(c.offset()).isZero();
  }

  @Test
  void equalityIsByShapeAndBits() {
    assertThat(iota(2, 3)).isEqualTo(iota(2, 3)).isNotEqualTo(iota(3, 2)).isNotEqualTo(iota(6));
    assertThat(FloatTensor.scalar(Float.NaN)).isEqualTo(FloatTensor.scalar(Float.NaN));
    assertThat(FloatTensor.scalar(0f)).isNotEqualTo(FloatTensor.scalar(-0f));
    assertThat((Object) iota(1)).isNotEqualTo(LongTensor.wrap(new long[1], 1));
  }

  @Test
  void readsWell() {
    assertThat(iota(2, 2)).hasToString("FloatTensor[2, 2] [[0.0, 1.0], [2.0, 3.0]]");
    assertThat(iota(8)).hasToString("FloatTensor[8] [0.0, 1.0, 2.0, …, 5.0, 6.0, 7.0]");
    assertThat(FloatTensor.scalar(1)).hasToString("FloatTensor[] 1.0");
    assertThat(iota(2, 0)).hasToString("FloatTensor[2, 0] [[], []]");
  }
}
