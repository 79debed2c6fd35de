package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.kernel.AxisIndices.Padding;
import org.junit.jupiter.api.Test;

class AxisIndicesTest {
  @Test
  void padsAsAsked() {
    assertThat(AxisIndices.padded(Padding.CONSTANT, 3, 2, 1)).containsExactly(-1, -1, 0, 1, 2, -1);
    assertThat(AxisIndices.padded(Padding.REFLECT, 3, 2, 2)).containsExactly(2, 1, 0, 1, 2, 1, 0);
    assertThat(AxisIndices.padded(Padding.REPLICATE, 3, 2, 1)).containsExactly(0, 0, 0, 1, 2, 2);
    assertThat(AxisIndices.padded(Padding.CIRCULAR, 3, 2, 1)).containsExactly(1, 2, 0, 1, 2, 0);
    assertThat(AxisIndices.padded(Padding.CONSTANT, 4, -1, -2)).containsExactly(1);
  }

  @Test
  void refusesToReflectMoreThanThereIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AxisIndices.padded(Padding.REFLECT, 3, 3, 0))
        .withMessage("REFLECT padding of 3 and 0 around 3 elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AxisIndices.padded(Padding.REPLICATE, 0, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AxisIndices.padded(Padding.CONSTANT, 2, -1, -2));
  }

  @Test
  void takesTheNearest() {
    assertThat(AxisIndices.nearest(3, 6, 0)).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(AxisIndices.nearest(5, 3, 0)).containsExactly(0, 1, 3);
    assertThat(AxisIndices.nearestExact(5, 3, 0)).containsExactly(0, 2, 4);
    assertThat(AxisIndices.nearest(3, 5, 1.9)).containsExactly(0, 0, 1, 1, 2);
    assertThatIllegalArgumentException().isThrownBy(() -> AxisIndices.nearest(0, 1, 0));
  }

  @Test
  void interpolatesBetweenNeighbours() {
    LinearTaps corners = LinearTaps.of(3, 5, true, 0);
    assertThat(corners.lower()).containsExactly(0, 0, 1, 1, 2);
    assertThat(corners.upper()).containsExactly(1, 1, 2, 2, 2);
    assertThat(corners.weight()).containsExactly(0f, 0.5f, 0f, 0.5f, 0f);
    LinearTaps doubled = LinearTaps.of(2, 4, false, 0);
    assertThat(doubled.lower()).containsExactly(0, 0, 0, 1);
    assertThat(doubled.weight()).containsExactly(0f, 0.25f, 0.75f, 0.25f);
    assertThat(LinearTaps.of(4, 4, false, 0).isStill()).isTrue();
    assertThat(LinearTaps.of(4, 4, false, 1.1).isStill()).isFalse();
    assertThat(LinearTaps.of(1, 2, false, 0).isStill()).isFalse();
  }
}
