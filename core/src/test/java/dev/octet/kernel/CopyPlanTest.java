package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.kernel.reference.ReferenceRearrange;
import org.junit.jupiter.api.Test;

class CopyPlanTest {
  private static float[] copied(CopyPlan plan, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i;
    }
    float[] y = new float[plan.elements()];
    new ReferenceRearrange().copy(x, 0, plan, y, 0, new CheckedContext(1));
    return y;
  }

  @Test
  void joinsAxesThatStayTogether() {
    CopyPlan plan = CopyPlan.permute(new int[] {2, 3, 4, 5}, 2, 3, 0, 1);
    assertThat(plan.sizes()).containsExactly(20, 6);
    assertThat(plan.from()).containsExactly(1, 20);
    assertThat(plan.to()).containsExactly(6, 1);
    assertThat(CopyPlan.permute(new int[] {2, 3, 4}, 0, 1, 2).sizes()).containsExactly(24);
    assertThat(CopyPlan.permute(new int[] {1, 7, 1}, 2, 1, 0).sizes()).containsExactly(7);
  }

  @Test
  void shufflesChannels() {
    assertThat(copied(CopyPlan.channelShuffle(1, 6, 2), 6)).containsExactly(0, 3, 1, 4, 2, 5);
  }

  /** Channel (c * r + i) * r + j of pixel (h, w) is channel c of pixel (h * r + i, w * r + j). */
  @Test
  void shufflesPixelsAndBack() {
    Volume in = new Volume(2, 1, 3, 2, 3 * 4);
    float[] y = copied(CopyPlan.pixelShuffle(in, 2), in.elements());
    Volume out = new Volume(2, 1, 6, 4, 3);
    for (int n = 0; n < 2; n++) {
      for (int h = 0; h < 6; h++) {
        for (int w = 0; w < 4; w++) {
          for (int c = 0; c < 3; c++) {
            assertThat(y[out.at(n, 0, h, w) + c])
                .isEqualTo(in.at(n, 0, h / 2, w / 2) + (c * 2 + h % 2) * 2 + w % 2);
          }
        }
      }
    }
    float[] back = new float[y.length];
    new ReferenceRearrange()
        .copy(y, 0, CopyPlan.pixelUnshuffle(out, 2), back, 0, new CheckedContext(1));
    for (int i = 0; i < back.length; i++) {
      assertThat(back[i]).isEqualTo(i);
    }
  }

  @Test
  void changesLayout() {
    assertThat(copied(CopyPlan.channelsLast(1, 2, 3), 6)).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(copied(CopyPlan.channelsFirst(1, 2, 3), 6)).containsExactly(0, 2, 4, 1, 3, 5);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CopyPlan.permute(new int[] {2, 3}, 0, 0))
        .withMessage("[0, 0] is no order of 2 axes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CopyPlan.channelShuffle(4, 10, 3))
        .withMessage("channel shuffle: 10 is not a multiple of 3");
    assertThatIllegalArgumentException().isThrownBy(() -> new Volume(1, -1, 2, 3, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Volume(1, 1 << 15, 1 << 15, 3, 4))
        .withMessageContaining("more than an array holds");
    assertThatIllegalArgumentException().isThrownBy(() -> new Volume(0, 2, 3, 4, -5));
  }
}
