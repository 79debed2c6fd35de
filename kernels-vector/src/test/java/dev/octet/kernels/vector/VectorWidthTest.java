package dev.octet.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorWidthTest {
  /** Each run of this module's tests says how wide its vectors must be, where that is known. */
  @Test
  void isWhatTheRunAsksFor() {
    int bits = VectorWidth.FLOATS.vectorBitSize();
    assertThat(bits).isEqualTo(Integer.getInteger("octet.test.bits", bits)).isIn(128, 256, 512);
    assertThat(VectorWidth.LANES).isEqualTo(bits / Float.SIZE);
    assertThat(VectorWidth.BYTES.length()).isEqualTo(Math.max(8, VectorWidth.LANES));
  }
}
