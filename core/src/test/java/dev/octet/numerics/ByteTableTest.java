package dev.octet.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ByteTableTest {
  private static final ByteParams X = new ByteParams(0.05f, 120, true);

  @Test
  void isDequantizeFunctionQuantize() {
    ByteParams y = new ByteParams(0.1f, -3, false);
    byte[] table = ByteTable.of(X, y, v -> 2 * v);
    for (int i = 0; i < 256; i++) {
      float real = 2 * (0.05f * (i - 120));
      assertThat(table[i])
          .as("of %d", i)
          .isEqualTo((byte) Affine.quantize(real, 0.1f, -3, -128, 127));
    }
  }

  @Test
  void fixedOutputs() {
    byte[] sigmoid = ByteTable.of(X, ByteTable.sigmoidOutput(true), ByteTable::sigmoid);
    assertThat(sigmoid[120]).isEqualTo((byte) 128);
    // sigmoid(6.75) * 256 = 255.7, which is clamped
    assertThat(sigmoid[255]).isEqualTo((byte) 255);
    byte[] signed = ByteTable.of(X, ByteTable.sigmoidOutput(false), ByteTable::sigmoid);
    byte[] tanh = ByteTable.of(X, ByteTable.tanhOutput(true), Math::tanh);
    byte[] signedTanh = ByteTable.of(X, ByteTable.tanhOutput(false), Math::tanh);
    for (int i = 0; i < 256; i++) {
      assertThat(signed[i]).isEqualTo((byte) (sigmoid[i] - 128));
      assertThat(signedTanh[i]).isEqualTo((byte) (tanh[i] - 128));
    }
  }

  @Test
  void functions() {
    assertThat(ByteTable.hardSigmoid(-4)).isZero();
    assertThat(ByteTable.hardSigmoid(0)).isEqualTo(0.5);
    assertThat(ByteTable.hardSwish(3)).isEqualTo(3);
    assertThat(ByteTable.hardSwish(1.5)).isEqualTo(1.125);
    assertThat(ByteTable.silu(0)).isZero();
    assertThat(ByteTable.silu(Math.log(3))).isCloseTo(Math.log(3) * 0.75, offset());
    assertThat(ByteTable.gelu(1)).isCloseTo(0.841344746069, offset());
    assertThat(ByteTable.geluTanh(1)).isCloseTo(0.841191990608, offset());
    assertThat(ByteTable.elu(2, 3, 1).applyAsDouble(-Math.log(2))).isCloseTo(-3, offset());
    assertThat(ByteTable.elu(2, 3, 1).applyAsDouble(2)).isEqualTo(6);
    assertThat(ByteTable.leakyRelu(0.5).applyAsDouble(-3)).isEqualTo(-1.5);
    assertThat(ByteTable.threshold(1, -7).applyAsDouble(1)).isEqualTo(-7);
    assertThat(ByteTable.threshold(1, -7).applyAsDouble(1.5)).isEqualTo(1.5);
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-11);
  }
}
