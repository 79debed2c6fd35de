package dev.octet.zoo;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down the layers of a network that classifies images, in order. Each method gives the name
 * of the layer, which stands for its result.
 */
final class Plan {
  /** The network's input. */
  static final String INPUT = "x";

  private static final Layer RELU = new Layer.Plain(new Activation(FloatUnary.Op.RELU));
  private static final Layer RELU6 = new Layer.Plain(new Clamp(Limits.RELU6));

  private final List<Step> steps = new ArrayList<>();

  /** A layer and the names of what it reads. */
  record Step(String name, Layer layer, List<String> inputs) {}

  String add(String name, Layer layer, String... inputs) {
    steps.add(new Step(name, layer, List.of(inputs)));
    return name;
  }

  /** With padding that keeps the size at stride 1. */
  String conv(String name, String x, int in, int out, int groups, int kernel, int stride) {
    ConvFilter filter = ConvFilter.of2d(in, out, groups, kernel, stride, (kernel - 1) / 2);
    return add(name, new Layer.Convolution(filter), x);
  }

  String norm(String name, String x, int channels) {
    return add(name, new Layer.Norm(channels, false), x);
  }

  /** That ends the branch of a residual block. */
  String lastNorm(String name, String x, int channels) {
    return add(name, new Layer.Norm(channels, true), x);
  }

  String relu(String name, String x) {
    return add(name, RELU, x);
  }

  String relu6(String name, String x) {
    return add(name, RELU6, x);
  }

  /** ReLU in place of ReLU6 (torchvision: {@code _replace_relu}). */
  static Step withRelu(Step step) {
    return step.layer().equals(RELU6) ? new Step(step.name(), RELU, step.inputs()) : step;
  }

  String sum(String name, String a, String b) {
    return add(name, new Layer.Plain(new Arithmetic(FloatBinary.Op.ADD)), a, b);
  }

  /** Averages each channel, and ends the network with a linear layer. */
  Architecture classify(String name, String x, int channels, int classes) {
    String pooled = add("avgpool", new Layer.Plain(AdaptivePool.globalAverage(2)), x);
    String flat = add("flatten", new Layer.Plain(new Flatten(1, -1)), pooled);
    add(name, new Layer.Dense(channels, classes), flat);
    return new Architecture(steps);
  }
}
