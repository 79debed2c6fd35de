package dev.octet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.EngineOptions.NativeCode;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.KernelSettings.Isa;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;
import dev.octet.kernel.TopK;
import dev.octet.kernel.reference.ReferenceFloatGemm;
import dev.octet.kernel.reference.ReferenceKernels;
import dev.octet.kernel.reference.ReferenceQGemm;
import dev.octet.kernel.reference.ReferenceTopK;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final FloatGemm GEMM = new ReferenceFloatGemm();

  private record Fake(String name, Tier tier, int priority, Support support, KernelSet set)
      implements KernelProvider {
    Fake(String name, Tier tier, Support support, KernelSet set) {
      this(name, tier, 0, support, set);
    }

    static Fake gemm(String name, Tier tier, int priority, FloatGemm gemm) {
      KernelSet set = KernelSet.empty().with(FloatGemm.class, gemm);
      return new Fake(name, tier, priority, new Support.Yes("fake"), set);
    }

    @Override
    public Support support(KernelSettings settings) {
      return support;
    }

    @Override
    public KernelSet kernels(KernelSettings settings) {
      return set;
    }
  }

  private static Engine engine(EngineOptions options, KernelProvider... providers) {
    return Engine.of(options, List.of(providers));
  }

  private static Fake vector(KernelSet set) {
    return new Fake("fake", Tier.VECTOR, new Support.Yes("fake vectors"), set);
  }

  @Test
  void aBetterTierWinsForTheContractsThatItFills() {
    Engine engine =
        engine(EngineOptions.BEST, vector(KernelSet.empty().with(FloatGemm.class, GEMM)));
    assertThat(engine.tier()).isEqualTo(Tier.VECTOR);
    assertThat(engine.kernel(FloatGemm.class)).isSameAs(GEMM);
    assertThat(engine.kernel(QGemm.class)).isNotNull();
    assertThat(engine.describe())
        .isEqualTo("vector (fake: fake vectors), java (java: plain loops)");
  }

  @Test
  void priorityGoesBeforeTier() {
    FloatGemm other = new ReferenceFloatGemm();
    Fake fast = Fake.gemm("fast", Tier.VECTOR, 0, other);
    Fake own = Fake.gemm("own", Tier.JAVA, 1, GEMM);
    Engine engine = engine(EngineOptions.BEST, fast, own);
    assertThat(engine.kernel(FloatGemm.class)).isSameAs(GEMM);
    assertThat(engine.tier()).isEqualTo(Tier.VECTOR);
    assertThat(engine.describe())
        .isEqualTo("java (own: fake), vector (fast: fake), java (java: plain loops)");
    Fake unwanted = Fake.gemm("unwanted", Tier.VECTOR, -1, other);
    assertThat(engine(EngineOptions.BEST, unwanted).kernel(FloatGemm.class)).isNotSameAs(other);
  }

  @Test
  void withoutPriorityTheTierDecidesAndThenTheOrder() {
    FloatGemm other = new ReferenceFloatGemm();
    Fake first = Fake.gemm("first", Tier.VECTOR, 0, GEMM);
    Fake second = Fake.gemm("second", Tier.VECTOR, 0, other);
    Fake slow = Fake.gemm("slow", Tier.JAVA, 0, other);
    assertThat(engine(EngineOptions.BEST, slow, first, second).kernel(FloatGemm.class))
        .isSameAs(GEMM);
    assertThat(engine(EngineOptions.BEST, slow).kernel(FloatGemm.class)).isSameAs(other);
  }

  @Test
  void priorityDoesNotRaiseANamedTier() {
    Fake own = Fake.gemm("own", Tier.VECTOR, 1, GEMM);
    assertThat(engine(EngineOptions.of(Tier.JAVA), own).kernel(FloatGemm.class)).isNotSameAs(GEMM);
  }

  @Test
  void withoutProvidersPlainJavaRuns() {
    assertThat(engine(EngineOptions.BEST).describe()).isEqualTo("java (java: plain loops)");
  }

  @Test
  void aNamedTierLowers() {
    Engine engine =
        engine(EngineOptions.of(Tier.JAVA), vector(KernelSet.empty().with(FloatGemm.class, GEMM)));
    assertThat(engine.tier()).isEqualTo(Tier.JAVA);
    assertThat(engine.kernel(FloatGemm.class)).isNotSameAs(GEMM);
    assertThat(engine.describe()).contains("not vector (fake: -Doctet.engine=java)");
  }

  @Test
  void aNamedTierThatCannotRunIsAnErrorWithTheReason() {
    Fake absent =
        new Fake(
            "fake", Tier.VECTOR, new Support.No("the moon is full", "a cloud"), KernelSet.empty());
    assertThatThrownBy(() -> engine(EngineOptions.of(Tier.VECTOR), absent))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("engine 'vector' was asked for and cannot run")
        .hasMessageContaining("the moon is full");
    assertThat(engine(EngineOptions.BEST, absent).tier()).isEqualTo(Tier.JAVA);
  }

  @Test
  void aMissingProviderJarIsSaid() {
    assertThatThrownBy(() -> engine(EngineOptions.of(Tier.NATIVE)))
        .hasMessageContaining("engine 'native'")
        .hasMessageContaining("no provider of that tier was found");
    EngineOptions on = new EngineOptions(Optional.empty(), NativeCode.ON, KernelSettings.BEST);
    assertThatThrownBy(() -> engine(on)).hasMessageContaining("engine 'native'");
  }

  @Test
  void nativeCodeCanBeSwitchedOff() {
    Fake machineCode =
        new Fake("fake", Tier.NATIVE, new Support.Yes("machine code"), KernelSet.empty());
    EngineOptions off = new EngineOptions(Optional.empty(), NativeCode.OFF, KernelSettings.BEST);
    assertThat(engine(EngineOptions.BEST, machineCode).tier()).isEqualTo(Tier.NATIVE);
    assertThat(engine(off, machineCode).tier()).isEqualTo(Tier.JAVA);
  }

  @Test
  void aProviderThatThrowsLinkageErrorIsLeftOut() {
    KernelProvider broken =
        new KernelProvider() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Tier tier() {
            return Tier.VECTOR;
          }

          @Override
          public Support support(KernelSettings settings) {
            throw new NoClassDefFoundError("jdk/incubator/vector/FloatVector");
          }

          @Override
          public KernelSet kernels(KernelSettings settings) {
            throw new AssertionError("not reached");
          }
        };
    Engine engine = engine(EngineOptions.BEST, broken);
    assertThat(engine.tier()).isEqualTo(Tier.JAVA);
    assertThat(engine.describe()).contains("NoClassDefFoundError");
  }

  @Test
  void aProviderThatDoesNotLoadIsLeftOutAndThoseBehindItAreFound() {
    Fake good = vector(KernelSet.empty().with(FloatGemm.class, GEMM));
    Iterable<KernelProvider> loader =
        () ->
            new Iterator<>() {
              private int at;

              @Override
              public boolean hasNext() {
                return at < 2;
              }

              @Override
              public KernelProvider next() {
                return switch (at++) {
                  case 0 ->
                      throw new ServiceConfigurationError(
                          "no", new NoClassDefFoundError("jdk/incubator/vector/Vector"));
                  case 1 -> good;
                  default -> throw new NoSuchElementException();
                };
              }
            };
    Engine engine = Engine.of(EngineOptions.BEST, loader);
    assertThat(engine.tier()).isEqualTo(Tier.VECTOR);
    assertThat(engine.describe()).contains("unloadable");
  }

  @Test
  void wrongKernelsFailTheSelfTest() {
    LayerNorm wrong =
        (x, o, n, residual, residualOffset, gamma, beta, eps, y, to) -> y[to] = x[o] + 1;
    Engine engine =
        engine(
            EngineOptions.BEST,
            vector(KernelSet.empty().with(LayerNorm.class, wrong).with(FloatGemm.class, GEMM)));
    assertThat(engine.kernel(FloatGemm.class)).isSameAs(GEMM);
    assertThat(engine.tier()).isEqualTo(Tier.VECTOR);
    assertThat(engine.kernel(LayerNorm.class)).isNotSameAs(wrong);
    assertThat(engine.tier()).isEqualTo(Tier.JAVA);
    assertThat(engine.describe()).contains("LayerNorm gave");
    assertThat(engine.kernel(FloatGemm.class)).as("left out as a whole").isNotSameAs(GEMM);
  }

  /** Fails for a new contract until the self-test has it. */
  @Test
  void kernelsOfEveryContractAreChecked() {
    Set<Class<? extends Kernel>> contracts = ReferenceKernels.all().contracts();
    assertThat(contracts).isNotEmpty();
    for (Class<? extends Kernel> contract : contracts) {
      Engine engine = engine(EngineOptions.BEST, vector(throwing(contract)));
      assertThat(engine.kernel(contract)).as("%s", contract).isNotNull();
      assertThat(engine.describe()).as("%s", contract).contains("it failed its check", "burnt");
    }
  }

  private static <K extends Kernel> KernelSet throwing(Class<K> contract) {
    Object kernel =
        Proxy.newProxyInstance(
            contract.getClassLoader(),
            new Class<?>[] {contract},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("burnt");
            });
    return KernelSet.empty().with(contract, contract.cast(kernel));
  }

  @Test
  void aNamedTierThatFailsItsCheckIsAnErrorWithTheReason() {
    Engine engine = engine(EngineOptions.of(Tier.VECTOR), vector(throwing(QGemm.class)));
    assertThatThrownBy(() -> engine.kernel(QGemm.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("engine 'vector' was asked for and cannot run")
        .hasMessageContaining("burnt");
  }

  @Test
  void kernelsOfLesserTiersAreMadeWhenTheyAreNeeded() {
    List<String> made = new ArrayList<>();
    record Counting(Fake fake, List<String> made) implements KernelProvider {
      @Override
      public String name() {
        return fake.name();
      }

      @Override
      public Tier tier() {
        return fake.tier();
      }

      @Override
      public Support support(KernelSettings settings) {
        return fake.support();
      }

      @Override
      public KernelSet kernels(KernelSettings settings) {
        made.add(name());
        return fake.set();
      }
    }
    Engine engine =
        engine(
            EngineOptions.BEST,
            new Counting(Fake.gemm("best", Tier.NATIVE, 0, GEMM), made),
            new Counting(vector(ReferenceKernels.all()), made));
    assertThat(engine.kernel(FloatGemm.class)).isSameAs(GEMM);
    assertThat(made).containsExactly("best");
    assertThat(engine.kernel(QGemm.class)).isInstanceOf(ReferenceQGemm.class);
    assertThat(engine.kernel(TopK.class)).isInstanceOf(ReferenceTopK.class);
    assertThat(made).containsExactly("best", "fake");
  }

  @Test
  void topKIsCheckedWhole() {
    TopK right = engine(EngineOptions.BEST).kernel(TopK.class);
    TopK wrong =
        new TopK() {
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
            right.floats(x, offset, n, !greatest, k, values, indices, to);
          }
        };
    Engine engine = engine(EngineOptions.BEST, vector(KernelSet.empty().with(TopK.class, wrong)));
    assertThat(engine.kernel(TopK.class)).isNotSameAs(wrong);
    assertThat(engine.describe()).contains("not vector (fake: it failed its check", "TopK gave");
  }

  @Test
  void aProviderWithoutNameSupportOrKernelsIsLeftOut() {
    Support yes = new Support.Yes("fake");
    for (Fake fake :
        List.of(
            new Fake(null, Tier.VECTOR, yes, KernelSet.empty()),
            new Fake("fake", null, yes, KernelSet.empty()),
            new Fake("fake", Tier.VECTOR, null, KernelSet.empty()),
            new Fake("fake", Tier.VECTOR, yes, null))) {
      Engine engine = engine(EngineOptions.BEST, fake);
      assertThat(engine.tier()).as("%s", fake).isEqualTo(Tier.JAVA);
      assertThat(engine.describe()).contains("not vector", "NullPointerException");
    }
    assertThatThrownBy(() -> KernelSet.empty().with(FloatGemm.class, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("FloatGemm");
  }

  private interface Unknown extends Kernel {}

  @Test
  void aContractThatNobodyFillsIsAnError() {
    assertThatThrownBy(() -> engine(EngineOptions.BEST).kernel(Unknown.class))
        .hasMessageContaining("no kernel for Unknown");
  }

  @Test
  void propertiesAreReadAndUnknownNamesRefused() {
    assertThat(EngineOptions.from(k -> null)).isEqualTo(EngineOptions.BEST);
    Map<String, String> asked =
        Map.of("octet.engine", "vector", "octet.native", "off", "octet.isa", "avx2");
    assertThat(EngineOptions.from(asked::get))
        .isEqualTo(
            new EngineOptions(
                Optional.of(Tier.VECTOR),
                NativeCode.OFF,
                new KernelSettings(Optional.of(Isa.AVX2))));
    assertThatThrownBy(() -> EngineOptions.from(Map.of("octet.engine", "fast")::get))
        .hasMessage("-Doctet.engine=fast: expected java, vector, native or auto");
    assertThatThrownBy(() -> EngineOptions.from(Map.of("octet.isa", "mmx")::get))
        .hasMessageContaining("-Doctet.isa=mmx: expected avx2");
  }

  @Test
  void standardEngineInChildJvms() {
    assertThat(ChildJvm.run(EngineProbe.class).output()).contains("tier=java", "tasks=100");
    ChildJvm.Result named = ChildJvm.run(EngineProbe.class, "-Doctet.engine=vector");
    assertThat(named.output()).contains("error=engine 'vector'", "no provider of that tier");
    assertThat(ChildJvm.run(EngineProbe.class, "-Doctet.engine=quick").output())
        .contains("error=-Doctet.engine=quick");
  }

  @Test
  void oneCpuNeedsNoHelpers() {
    assertThat(ChildJvm.run(EngineProbe.class, "-XX:ActiveProcessorCount=1").output())
        .contains("tasks=100 helpers=0");
    assertThat(ChildJvm.run(EngineProbe.class, "-XX:ActiveProcessorCount=3").output())
        .contains("tasks=100 helpers=2");
  }
}
