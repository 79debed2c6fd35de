package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatAccuracy;
import dev.octet.kernel.FloatUnary.Op;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The accuracy of PyTorch's float operators, measured like that of Octet's kernels; the log is what
 * it is for. PyTorch's erf has an absolute error, so that it is asked from a half on; its GELU is
 * infinite from 2^127 on.
 */
@Tag("oracle")
class FloatAccuracyOracleTest {
  private final FloatAccuracy accuracy =
      new FloatAccuracy("PyTorch", TorchFloats.kernels(), 0x1p-100f, 0x1p100f);

  @BeforeAll
  static void start() {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
  }

  @Test
  void functions() {
    for (Op op : Op.values()) {
      if (op != Op.ERF) {
        assertThat(accuracy.unary(op)).as("%s", op).isLessThan(8);
      }
    }
    FloatAccuracy fromHalf = new FloatAccuracy("PyTorch", TorchFloats.kernels(), 0.5f, 100f);
    assertThat(fromHalf.unary(Op.ERF)).isLessThan(8);
    assertThat(accuracy.elu(1f)).isLessThan(8);
  }

  @Test
  void rows() {
    for (int n : new int[] {8, 64, 128, 384, 1024, 4096}) {
      assertThat(accuracy.softmax(n, 1)).isLessThan(20);
      assertThat(accuracy.softmax(n, 5)).isLessThan(80);
      assertThat(accuracy.layerNorm(n)).isLessThan(8);
    }
  }

  @Test
  void products() {
    for (int k : new int[] {64, 384, 1536, 4096}) {
      assertThat(accuracy.gemm(k)).isLessThan(12);
    }
    assertThat(accuracy.conv("convolution", ConvFilter.of2d(64, 40, 1, 3, 1, 1))).isLessThan(8);
    assertThat(accuracy.conv("depthwise", ConvFilter.of2d(64, 64, 64, 3, 1, 1))).isLessThan(8);
  }
}
