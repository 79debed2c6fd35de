package dev.octet.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.nn.Graph;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  private static Graph encoder() {
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    BertConfig.miniLmL6()
        .parameters()
        .forEach(
            (name, shape) -> {
              FloatTensor w = FloatTensor.zeros(shape);
              for (int i = 0; i < w.array().length; i++) {
                w.array()[i] = (i * 37 % 101 - 50) * 0.001f;
              }
              weights.put(name, w);
            });
    return Encoders.bert(BertConfig.miniLmL6(), weights);
  }

  /** Live objects on the heap: Octet keeps nothing off it in these tiers. */
  private static long live() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static Map<String, Tensor> sentence(int tokens) {
    return Map.of(
        "input_ids", LongTensor.wrap(new long[tokens], 1, tokens),
        "attention_mask", LongTensor.wrap(new long[tokens], 1, tokens),
        "token_type_ids", LongTensor.wrap(new long[tokens], 1, tokens));
  }

  @Test
  void anInt8SessionHoldsLessThanAThirdOfTheFloatWeightsAndDoesNotGrow() throws Exception {
    long floatBytes = encoder().bytes();
    long before = live();
    Session session = Quantization.quantizeDynamic(encoder()).session(SessionOptions.threads(1));
    long weights = live() - before;
    assertThat(weights).as("of %d float bytes", floatBytes).isLessThan(floatBytes * 30 / 100);
    session.run(sentence(128));
    long after = live();
    for (int i = 0; i < 20; i++) {
      session.run(sentence(128 - i));
    }
    assertThat(live() - after).as("growth over twenty calls").isLessThan(2_000_000);
    assertThat(session.engine()).isNotNull();
  }
}
