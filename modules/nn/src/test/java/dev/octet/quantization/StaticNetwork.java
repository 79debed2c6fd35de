package dev.octet.quantization;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MaxPool;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A small residual network, and images for it. */
public final class StaticNetwork {
  private final RandomTensors random;

  public StaticNetwork(long seed) {
    random = new RandomTensors(seed);
  }

  /** conv, norm, relu, pool; a block with a downsampled shortcut; average, linear. */
  public Graph graph() {
    GraphBuilder g = Graph.builder();
    Value x = g.input("x", Graph.ANY, 3, Graph.ANY, Graph.ANY);
    Value stem = conv("conv1", "bn1", x, 3, 8, 3, 1).then("relu", relu());
    Value pooled = stem.then("maxpool", MaxPool.of2d(3, 2, 1));
    Value a = conv("block.conv1", "block.bn1", pooled, 8, 16, 3, 2).then("block.relu1", relu());
    Value b = conv("block.conv2", "block.bn2", a, 16, 16, 3, 1);
    Value shortcut = conv("block.down.0", "block.down.1", pooled, 8, 16, 1, 2);
    Value sum = g.add("block.add", new Arithmetic(FloatBinary.Op.ADD), b, shortcut);
    Value y =
        sum.then("block.relu2", relu())
            .then("avgpool", AdaptivePool.globalAverage(2))
            .then("flatten", new Flatten(1, -1))
            .then("fc", new Linear(random.normal(0.3f, 5, 16), random.normal(0.1f, 5)));
    return g.output("y", y).build();
  }

  static Activation relu() {
    return new Activation(FloatUnary.Op.RELU);
  }

  private Value conv(String name, String bn, Value x, int in, int out, int kernel, int stride) {
    ConvFilter filter = ConvFilter.of2d(in, out, 1, kernel, stride, kernel / 2);
    float deviation = (float) Math.sqrt(2.0 / (in * kernel * kernel));
    FloatTensor w = random.normal(deviation, out, in, kernel, kernel);
    return x.then(name, new Conv(2, filter, w, null)).then(bn, norm(out));
  }

  BatchNorm norm(int channels) {
    float[] gamma = new float[channels];
    float[] variance = new float[channels];
    for (int c = 0; c < channels; c++) {
      gamma[c] = 0.8f + 0.05f * c;
      variance[c] = 0.5f + 0.1f * c;
    }
    return new BatchNorm(
        FloatTensor.wrap(gamma, channels),
        random.normal(0.2f, channels),
        random.normal(0.2f, channels),
        FloatTensor.wrap(variance, channels),
        1e-5f,
        Limits.NONE);
  }

  public FloatTensor image(int n, int size) {
    return random.normal(1, n, 3, size, size);
  }

  public List<Map<String, Tensor>> batches(int count, int n, int size) {
    return IntStream.range(0, count)
        .mapToObj(i -> Map.<String, Tensor>of("x", image(n, size)))
        .toList();
  }
}
