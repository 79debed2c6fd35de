package dev.octet.benchmarks;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.Tier;
import dev.octet.nn.Graph;
import dev.octet.nn.Outputs;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.quantization.DynamicConfig;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import dev.octet.zoo.BertConfig;
import dev.octet.zoo.Encoders;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole encoder of all-MiniLM-L6-v2's sizes with random weights, one sentence a call. With {@code
 * -prof gc}, {@code gc.alloc.rate.norm} less the results (tokens x 384 + 384 floats) is what a call
 * allocates beyond them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 9, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class EncoderBenchmark {
  /** Tokens of the sentence. */
  @Param({"16", "128"})
  int tokens;

  /** What the encoder is made of: float, Octet's int8, or PyTorch's preset. */
  @Param({"float", "int8", "pytorch"})
  String numbers;

  /** The tier. */
  @Param({"native", "vector", "java"})
  String tier;

  /** Threads of the session. */
  @Param("1")
  int threads;

  private Session session;
  private Map<String, Tensor> inputs;

  /** Makes the session. */
  @Setup
  public void setUp() {
    Random random = new Random(1);
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    BertConfig config = BertConfig.miniLmL6();
    config
        .parameters()
        .forEach(
            (name, shape) -> {
              FloatTensor w = FloatTensor.zeros(shape);
              for (int i = 0; i < w.array().length; i++) {
                w.array()[i] = (float) (0.05 * random.nextGaussian());
              }
              weights.put(name, w);
            });
    Graph encoder = Encoders.bert(config, weights);
    Graph graph =
        switch (numbers) {
          case "float" -> encoder;
          case "int8" -> Quantization.quantizeDynamic(encoder);
          case "pytorch" -> Quantization.quantizeDynamic(encoder, DynamicConfig.pytorch());
          default -> throw new IllegalArgumentException("numbers " + numbers);
        };
    Engine engine = Engine.of(EngineOptions.of(Tier.valueOf(tier.toUpperCase(Locale.ROOT))));
    session = graph.session(SessionOptions.threads(threads).on(engine));
    long[] ids = random.longs(tokens, 0, config.vocabulary()).toArray();
    long[] ones = new long[tokens];
    Arrays.fill(ones, 1);
    inputs =
        Map.of(
            "input_ids", LongTensor.wrap(ids, 1, tokens),
            "attention_mask", LongTensor.wrap(ones, 1, tokens),
            "token_type_ids", LongTensor.wrap(new long[tokens], 1, tokens));
  }

  /**
   * Encodes one sentence.
   *
   * @return the results
   */
  @Benchmark
  public Outputs encode() {
    return session.run(inputs);
  }
}
