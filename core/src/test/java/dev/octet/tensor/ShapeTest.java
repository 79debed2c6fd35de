package dev.octet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void knowsItsSizes() {
    Shape s = Shape.of(2, 3, 4);
    assertThat(s.rank()).isEqualTo(3);
    assertThat(s.size()).isEqualTo(24);
    assertThat(s.size(1, 3)).isEqualTo(12);
    assertThat(s.size(2, 2)).isEqualTo(1);
    assertThat(s.dim(1)).isEqualTo(3);
    assertThat(s.dim(-1)).isEqualTo(4);
    assertThat(s.with(-1, 7)).isEqualTo(Shape.of(2, 3, 7)).hasToString("[2, 3, 7]");
  }

  @Test
  void scalarsAndEmptyShapes() {
    assertThat(Shape.of().rank()).isZero();
    assertThat(Shape.of().size()).isEqualTo(1);
    assertThat(Shape.of(3, 0).size()).isZero();
    assertThat(Shape.of()).hasToString("[]");
  }

  @Test
  void isImmutable() {
    int[] dims = {2, 3};
    Shape s = Shape.of(dims);
    dims[0] = 9;
    s.dims()[1] = 9;
    assertThat(s).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(s).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
  }

  @Test
  void refusesWhatNoArrayHolds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, -1))
        .withMessage("shape [2, -1] has a size below 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(65536, 32768))
        .withMessage("shape [65536, 32768] has more than 2^31 - 1 elements");
    assertThat(Shape.of(65536, 32767).size()).isEqualTo(2147418112);
  }

  @Test
  void refusesAnAxisThatItHasNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, 3).dim(2))
        .withMessage("axis 2 outside [-2, 2) of shape [2, 3]");
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2, 3).dim(-3));
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of().axis(0));
  }

  @Test
  void broadcasts() {
    assertThat(Shape.of(2, 1, 4).broadcast(Shape.of(3, 1))).isEqualTo(Shape.of(2, 3, 4));
    assertThat(Shape.of().broadcast(Shape.of(5))).isEqualTo(Shape.of(5));
    assertThat(Shape.of(1).broadcast(Shape.of(0))).isEqualTo(Shape.of(0));
    assertThat(Shape.of(2, 3).broadcast(Shape.of(2, 3))).isEqualTo(Shape.of(2, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, 3).broadcast(Shape.of(2)))
        .withMessage("shapes [2, 3] and [2] do not broadcast: 3 against 2");
  }
}
