package com.example.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.engine.Execution;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernel.TopK;
import dev.octet.tensor.DType;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That engines find the provider and use it, and that a broken one does no harm. */
class FewBestProviderTest {
  @Test
  void theStandardEngineFindsAndUsesIt() {
    Engine engine = Engine.standard();
    assertThat(engine.describe()).startsWith("java (few-best: top k in one pass), ");
    assertThat(engine.kernel(TopK.class)).isInstanceOf(FewBestTopK.class);
  }

  @Test
  void itStaysOnTheLowestTier() {
    Engine engine = Engine.of(EngineOptions.of(Tier.JAVA));
    assertThat(engine.kernel(TopK.class)).isInstanceOf(FewBestTopK.class);
  }

  @Test
  void allElseStaysOctets() {
    Engine engine = Engine.standard();
    for (var contract : List.of(QGemm.class, QUnary.class)) {
      assertThat(engine.kernel(contract).getClass().getPackageName()).startsWith("dev.octet.");
    }
  }

  @Test
  void aModuleRunsOnIt() {
    assertThat(best(Engine.standard())).containsExactly(2, 0, 1);
  }

  static Stream<Named<KernelProvider>> brokenOnes() {
    return Stream.of(
        broken("gives the last of equal ones", LastOfEqual::new),
        broken("is not there", FewBestProviderTest::missing),
        broken("fails at its first use", Unlinked::new));
  }

  @ParameterizedTest
  @MethodSource("brokenOnes")
  void aBrokenOneIsLeftOutWithOneWarning(KernelProvider broken) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    Engine engine = Engine.of(EngineOptions.BEST, List.of(broken));
    TopK kernel;
    try {
      kernel = engine.kernel(TopK.class);
    } finally {
      System.setErr(err);
    }
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains(" WARN "))
        .singleElement()
        .asString()
        .endsWith("kernel provider broken is left out");
    assertThat(engine.describe()).startsWith("not java (broken: it failed its check: ");
    assertThat(kernel.getClass().getPackageName()).startsWith("dev.octet.");
    assertThat(best(engine)).containsExactly(2, 0, 1);
  }

  /** The three best of 7, 5, 200, 3. */
  private static long[] best(Engine engine) {
    QTensor scores =
        QTensor.wrap(
            new byte[] {7, 5, (byte) 200, 3},
            Shape.of(1, 4),
            DType.QUINT8,
            QParams.perTensor(0.1f, 0));
    var result = new BestClasses(3).forward(List.of(scores), Execution.of(engine, 1));
    return ((LongTensor) result.getFirst()).toArray();
  }

  private static Named<KernelProvider> broken(String how, Supplier<TopK> kernel) {
    KernelProvider provider =
        new KernelProvider() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Tier tier() {
            return Tier.JAVA;
          }

          @Override
          public int priority() {
            return 1;
          }

          @Override
          public Support support(KernelSettings settings) {
            return new Support.Yes("so it says");
          }

          @Override
          public KernelSet kernels(KernelSettings settings) {
            return KernelSet.empty().with(TopK.class, kernel.get());
          }
        };
    return Named.of(how, provider);
  }

  private static TopK missing() {
    throw new NoClassDefFoundError("com/example/kernels/Gone");
  }

  /** Wrong only where values are equal. */
  private static class LastOfEqual implements TopK {
    private final TopK right = new FewBestTopK();

    @Override
    public void bytes(
        byte[] q,
        int offset,
        int n,
        boolean unsigned,
        boolean greatest,
        int k,
        byte[] values,
        int[] indices,
        int to) {
      right.bytes(q, offset, n, unsigned, greatest, k, values, indices, to);
      for (int i = to; i < to + k; i++) {
        for (int j = indices[i] + 1; j < n; j++) {
          if (q[offset + j] == values[i]) {
            indices[i] = j;
          }
        }
      }
    }

    @Override
    public void floats(
        float[] x,
        int offset,
        int n,
        boolean greatest,
        int k,
        float[] values,
        int[] indices,
        int to) {
      right.floats(x, offset, n, greatest, k, values, indices, to);
    }
  }

  private static final class Unlinked extends LastOfEqual {
    @Override
    public void bytes(
        byte[] q,
        int offset,
        int n,
        boolean unsigned,
        boolean greatest,
        int k,
        byte[] values,
        int[] indices,
        int to) {
      throw new UnsatisfiedLinkError("no code behind it");
    }
  }
}
