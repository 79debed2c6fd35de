package dev.octet.oracle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.engine.Engine;
import dev.octet.quantization.golden.EmbeddingCase;
import dev.octet.quantization.golden.EmbeddingCheck;
import dev.octet.quantization.golden.LinearCase;
import dev.octet.quantization.golden.LinearCheck;
import dev.octet.quantization.golden.RangeCase;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Octet beside a PyTorch that runs in the same process. Another seed each time; {@code
 * -Doctet.oracle.seed=} repeats one.
 */
@Tag("oracle")
class LiveOracleTest {
  private static final int CASES = 420;
  private static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());

  @TestFactory
  Stream<DynamicTest> dynamicLinearOnFbgemm() {
    return dynamicLinear(QEngine.FBGEMM);
  }

  /** The engine x86, PyTorch's default, hands dynamic linear to FBGEMM. */
  @TestFactory
  Stream<DynamicTest> dynamicLinearOnX86() {
    return dynamicLinear(QEngine.X86);
  }

  private static Stream<DynamicTest> dynamicLinear(QEngine engine) {
    Torch torch = new Torch(engine);
    boolean saturates = torch.saturates();
    Cases.Input[] inputs = Cases.Input.values();
    return IntStream.range(0, CASES)
        .mapToObj(
            i -> {
              LinearCase c = new Cases(SEED + i).linear(inputs[i % inputs.length], 70, 130, 600);
              return DynamicTest.dynamicTest(
                  engine + " " + i + " of seed " + SEED + ": " + c,
                  () -> {
                    assumeTrue(
                        c.reduceRange() || !saturates, "FBGEMM saturates in 8 bits on this CPU");
                    LinearCheck.check(
                        Engine.standard(), c, torch.answer(c), "seed " + SEED + " + " + i);
                  });
            });
  }

  @Test
  void rangesOfFusedFakeQuantization() {
    Torch torch = new Torch(QEngine.FBGEMM);
    Cases cases = new Cases(SEED);
    for (int i = 0; i < 5000; i++) {
      RangeCase c = cases.range();
      c.check(torch.answer(c), "number " + i + " of seed " + SEED);
    }
  }

  @TestFactory
  Stream<DynamicTest> embedding() {
    Torch torch = new Torch(QEngine.FBGEMM);
    return IntStream.range(0, 140)
        .mapToObj(
            i -> {
              EmbeddingCase c = new Cases(SEED + i).embedding(i % 14, 50, 400);
              return DynamicTest.dynamicTest(
                  i + " of seed " + SEED + ": " + c,
                  () ->
                      EmbeddingCheck.check(
                          Engine.standard(), c, torch.answer(c), "seed " + SEED + " + " + i));
            });
  }
}
