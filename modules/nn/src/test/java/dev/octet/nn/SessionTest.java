package dev.octet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final long SEED = 20261122;

  /** Two layers with a residual: enough for values to die, live on, and share. */
  private static Graph block(RandomTensors random) {
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value x = g.input("x", Graph.ANY, 64);
    GraphBuilder.Value h =
        g.add("fc1", new Linear(random.normal(0.1, 256, 64), random.normal(1, 256)), x)
            .then("act", new Activation(FloatUnary.Op.GELU))
            .then("fc2", new Linear(random.normal(0.1, 64, 256), null));
    LayerNorm norm = new LayerNorm(random.normal(1, 64), random.normal(1, 64), 1e-5f);
    return g.output("y", g.add("norm", norm, h, x)).build();
  }

  @Test
  void inputsThatDoNotFitNameThemselves() {
    Session s = block(new RandomTensors(SEED)).session(SessionOptions.threads(1));
    FloatTensor ok = FloatTensor.wrap(new float[64], 1, 64);
    assertThatThrownBy(() -> s.run(Map.of())).hasMessage("input 'x' is missing; got []");
    assertThatThrownBy(() -> s.run(Map.of("x", ok, "z", ok)))
        .hasMessage("unknown inputs [z]; expected [x]");
    assertThatThrownBy(() -> s.run(Map.of("x", FloatTensor.wrap(new float[65], 1, 65))))
        .hasMessage("input 'x': expected FLOAT32 [any, 64], got FLOAT32 [1, 65]");
    assertThatThrownBy(() -> s.run(Map.of("x", LongTensor.wrap(new long[64], 1, 64))))
        .hasMessage("input 'x': expected FLOAT32 [any, 64], got INT64 [1, 64]");
    assertThat(s.run(Map.of("x", ok)).floats("y").shape().dims()).containsExactly(1, 64);
  }

  @Test
  void anErrorInANodeNamesTheNode() {
    Graph g =
        Sequential.of(
            new int[] {Graph.ANY, Graph.ANY},
            new Linear(FloatTensor.wrap(new float[6], 2, 3), null));
    assertThatThrownBy(() -> g.forward(Map.of("x", FloatTensor.wrap(new float[4], 1, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "linear '0': input 0 has shape [1, 4], weight [2, 3] expects a last dimension of 3");
    // A failed call leaves the session as it was.
    assertThat(g.forward(Map.of("x", FloatTensor.wrap(new float[3], 1, 3))).floats("y").toArray())
        .containsExactly(0, 0);
  }

  @Test
  void resultsAreTheCallersOwn() {
    Session s = block(new RandomTensors(SEED)).session(SessionOptions.threads(1));
    FloatTensor x = new RandomTensors(SEED + 1).normal(1, 5, 64);
    FloatTensor first = s.run(Map.of("x", x)).floats("y");
    float[] kept = first.toArray();
    s.run(Map.of("x", new RandomTensors(SEED + 2).normal(1, 5, 64)));
    assertThat(first.toArray()).containsExactly(kept);
    assertThat(first.array()).hasSize(5 * 64);
  }

  @Test
  void anInputThatIsAnOutputIsCopied() {
    GraphBuilder g = Graph.builder();
    Graph graph = g.output("y", g.input("x", 3)).build();
    FloatTensor x = FloatTensor.wrap(new float[] {1, 2, 3}, 3);
    Tensor y = graph.forward(Map.of("x", x)).get("y");
    assertThat(y).isEqualTo(x);
    assertThat(y.sharesStorageWith(x)).isFalse();
  }

  @Test
  void resultsDoNotDependOnTheThreadCount() {
    Graph int8 = Quantization.quantizeDynamic(block(new RandomTensors(SEED)));
    FloatTensor x = new RandomTensors(SEED + 1).normal(1, 33, 64);
    Tensor one = int8.session(SessionOptions.threads(1)).run(Map.of("x", x)).first();
    for (int threads = 2; threads <= 4; threads++) {
      Session s = int8.session(SessionOptions.threads(threads));
      assertThat(s.run(Map.of("x", x)).first()).isEqualTo(one);
    }
  }

  @Test
  void fiftyThreadsOnOneSessionGetEqualResults() throws Exception {
    Session s =
        Quantization.quantizeDynamic(block(new RandomTensors(SEED)))
            .session(SessionOptions.threads(2));
    List<FloatTensor> inputs = new ArrayList<>();
    List<Tensor> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      inputs.add(new RandomTensors(SEED + i).normal(1, 1 + 7 * i, 64));
      expected.add(s.run(Map.of("x", inputs.get(i))).first());
    }
    Callable<Integer> caller =
        () -> {
          int wrong = 0;
          for (int i = 0; i < 40; i++) {
            Tensor y = s.run(Map.of("x", inputs.get(i % 8))).first();
            wrong += y.equals(expected.get(i % 8)) ? 0 : 1;
          }
          return wrong;
        };
    try (ExecutorService callers = Executors.newFixedThreadPool(50)) {
      for (Future<Integer> wrong : callers.invokeAll(Collections.nCopies(50, caller))) {
        assertThat(wrong.get()).isZero();
      }
    }
  }

  @Test
  void aCallAllocatesItsResultAndLittleMore() {
    Session s =
        Quantization.quantizeDynamic(block(new RandomTensors(SEED)))
            .session(SessionOptions.threads(1));
    Map<String, Tensor> inputs = Map.of("x", new RandomTensors(SEED).normal(1, 128, 64));
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Vectors are objects until C2 has compiled what uses them, which takes a busy machine a while.
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2_000 && least > 65_536; i++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      s.run(inputs);
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before - 4 * 128 * 64);
    }
    assertThat(least).isBetween(0L, 65_536L);
  }

  /** A module of a user's own. */
  private record Doubled(int results) implements Module {
    @Override
    public String type() {
      return "test.doubled";
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      FloatTensor x = (FloatTensor) inputs.getFirst();
      FloatTensor y = execution.newFloats(x.shape());
      for (int i = 0; i < x.shape().size(); i++) {
        y.array()[i] = 2 * x.array()[x.offset() + i];
      }
      return results == 1 ? List.of(y) : List.of(y, x);
    }
  }

  @Test
  void usersWriteModulesAlsoWithSeveralResultsAndViews() {
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value x = g.input("x", DType.FLOAT32, 2);
    List<GraphBuilder.Value> two = g.addAll("two", new Doubled(2), 2, x);
    GraphBuilder.Value four = g.add("four", new Doubled(1), two.get(0));
    Graph graph = g.output("same", two.get(1)).output("four", four).build();
    Outputs out = graph.forward(Map.of("x", FloatTensor.wrap(new float[] {1, 2}, 2)));
    assertThat(out.floats("same").toArray()).containsExactly(1, 2);
    assertThat(out.floats("four").toArray()).containsExactly(4, 8);
  }

  @Test
  void aModuleWithTheWrongNumberOfResultsIsSaid() {
    Graph graph = Sequential.of(new int[] {2}, new Doubled(2));
    assertThatThrownBy(() -> graph.forward(Map.of("x", FloatTensor.wrap(new float[2], 2))))
        .hasMessage("test.doubled '0' gave 2 results, expected 1");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> SessionOptions.threads(0)).hasMessage("threads 0 is below 1");
    assertThat(SessionOptions.defaults().threads())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }
}
