package dev.octet.quantization.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.Embedding;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Octet beside PyTorch on one {@link EmbeddingCase}: integers, scales and biases are equal. Octet's
 * rows are {@code (float) q * scale + bias}, two roundings; PyTorch's lookup and unpack round the
 * same sum once. So the two differ by at most half a float step of the product and one of the sum.
 */
public final class EmbeddingCheck {
  private EmbeddingCheck() {}

  /**
   * Compares all that there is.
   *
   * @param engine Octet's kernels
   * @param c the case
   * @param pytorch PyTorch's answer
   * @param what for messages: the seed
   */
  public static void check(
      Engine engine, EmbeddingCase c, EmbeddingCase.Answer pytorch, String what) {
    ByteEmbedding ours =
        ByteEmbedding.quantize(new Embedding(FloatTensor.wrap(c.table(), c.rows(), c.size())));
    assertThat(ours.codes().array()).as("%s, %s: codes", c, what).isEqualTo(pytorch.codes());
    assertThat(ours.scales().toArray()).as("%s, %s: scales", c, what).isEqualTo(pytorch.scales());
    for (int i = 0; i < c.rows(); i++) {
      // Of a row of zeros of both signs the least is either; == takes them for equal.
      assertThat(ours.biases().get(i) == pytorch.biases()[i])
          .as(
              "%s, %s: bias %d: %s, PyTorch's %s",
              c, what, i, ours.biases().get(i), pytorch.biases()[i])
          .isTrue();
    }

    LongTensor ids = LongTensor.wrap(LongStream.range(0, c.rows()).toArray(), c.rows());
    FloatTensor y = (FloatTensor) ours.forward(List.of(ids), Execution.of(engine, 1)).getFirst();
    for (int i = 0; i < c.table().length; i++) {
      int row = i / c.size();
      float code = pytorch.codes()[i] & 0xff;
      float product = code * pytorch.scales()[row];
      float twoRoundings = product + pytorch.biases()[row];
      float oneRounding = Math.fma(code, pytorch.scales()[row], pytorch.biases()[row]);
      float our = y.array()[y.offset() + i] + 0f;
      assertThat(our).as("%s, %s: element %d", c, what, i).isEqualTo(twoRoundings + 0f);
      assertThat(pytorch.looked()[i] + 0f)
          .as("%s, %s: PyTorch's lookup, element %d", c, what, i)
          .isEqualTo(oneRounding + 0f);
      assertThat(pytorch.unpacked()[i] + 0f)
          .as("%s, %s: PyTorch's unpack, element %d", c, what, i)
          .isEqualTo(oneRounding + 0f);
      assertThat(Math.abs((double) our - oneRounding))
          .as("%s, %s: element %d: %s, PyTorch's %s", c, what, i, our, oneRounding)
          .isLessThanOrEqualTo(
              0.5 * Math.ulp(product) + Math.max(Math.ulp(our), Math.ulp(oneRounding)));
    }
  }
}
