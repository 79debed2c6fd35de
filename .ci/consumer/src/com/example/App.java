package com.example;

import dev.octet.engine.Engine;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.ModuleTypes;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import dev.octet.quantization.DynamicConfig;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Quantizes a small network, saves, loads and runs it, and says on which tier and with what. */
public final class App {
  private static final int WORDS = 100;
  private static final int SIZE = 96;
  private static final int ROWS = 37;

  private final Random random = new Random(5);

  private App() {}

  public static void main(String[] args) throws IOException {
    App app = new App();
    Graph net = app.network();
    DynamicConfig config = DynamicConfig.octet().rule(ScaledLinear.TYPE, ScaledLinear::quantize);
    Graph int8 = saveAndLoad(Quantization.quantizeDynamic(net, config));
    Map<String, Tensor> in = Map.of("ids", app.ids(), "x", app.floats(ROWS, SIZE));
    var wanted = net.forward(in);
    var got = int8.session(SessionOptions.threads(2)).run(in);
    System.out.printf(
        "tier=%s checksum=%08x cosine=%.4f smaller=%b native=%b%n",
        Engine.standard().tier().id(),
        Arrays.hashCode(got.floats("linear").toArray()),
        Math.min(
            cosine(wanted.floats("y").toArray(), got.floats("y").toArray()), app.imagesCosine()),
        int8.bytes() < 0.3 * net.bytes(),
        kernels().isNativeAccessEnabled());
  }

  /** How near the statically quantized network comes to its float self. */
  private double imagesCosine() throws IOException {
    Images images = new Images(this::floats);
    Graph net = images.network();
    Graph int8 = saveAndLoad(images.quantized(net));
    if (int8.nodes().stream().noneMatch(n -> n.module().type().equals("quantized_linear"))) {
      throw new IllegalStateException("the rule was not applied:\n" + int8.coverage());
    }
    Map<String, Tensor> in = images.batch();
    return cosine(net.forward(in).floats("y").toArray(), int8.forward(in).floats("y").toArray());
  }

  /** Output {@code linear} is integers and one dequantization: it has the same bits everywhere. */
  private Graph network() {
    GraphBuilder g = Graph.builder();
    Value x = g.input("x", Graph.ANY, SIZE);
    Value e =
        g.input("ids", DType.INT64, Graph.ANY)
            .then("words", new Embedding(floats(WORDS, SIZE)))
            .then("norm1", norm());
    Value h =
        g.scope(
            "mlp",
            b ->
                b.add("fc1", linear(SIZE, 4 * SIZE), e)
                    .then("gelu", new Activation(FloatUnary.Op.GELU))
                    .then("fc2", linear(4 * SIZE, SIZE)));
    Value y = g.add("norm2", norm(), h, e).then("head", new ScaledLinear(floats(8, SIZE), 0.5f));
    return g.output("y", y).output("linear", x.then("direct", linear(SIZE, 53))).build();
  }

  private static Graph saveAndLoad(Graph graph) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    graph.save(file);
    return Graph.load(
        new ByteArrayInputStream(file.toByteArray()),
        ModuleTypes.standard().with(ScaledLinear.TYPE, ScaledLinear::of));
  }

  private Linear linear(int in, int out) {
    return new Linear(floats(out, in), floats(out));
  }

  private LayerNorm norm() {
    return new LayerNorm(floats(SIZE), floats(SIZE), 1e-5f);
  }

  private FloatTensor floats(int... dims) {
    float[] values = new float[Arrays.stream(dims).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return FloatTensor.wrap(values, dims);
  }

  private LongTensor ids() {
    return LongTensor.wrap(random.longs(ROWS, 0, WORDS).toArray(), ROWS);
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  /** The module that needs native access: the kernels', or the unnamed one of the class path. */
  private static java.lang.Module kernels() {
    return ModuleLayer.boot().findModule("dev.octet.kernels.x86").orElse(App.class.getModule());
  }
}
