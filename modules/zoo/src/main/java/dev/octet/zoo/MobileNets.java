package dev.octet.zoo;

import java.util.List;

/** Writes down MobileNetV2, layer by layer (torchvision: {@code models/mobilenetv2.py}). */
final class MobileNets {
  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private final MobileNetV2Config config;
  private final Plan plan = new Plan();

  /** Blocks alike: the paper's t, c, n and s; the stride is the first block's. */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private MobileNets(MobileNetV2Config config) {
    this.config = config;
  }

  static Architecture architecture(MobileNetV2Config config) {
    return new MobileNets(config).architecture();
  }

  private Architecture architecture() {
    int in = config.divisible(32 * config.width());
    int index = 0;
    String x = convNormRelu("features." + index++, Plan.INPUT, 3, in, 1, 3, 2);
    for (Stage stage : STAGES) {
      int out = config.divisible(stage.channels() * config.width());
      for (int i = 0; i < stage.blocks(); i++) {
        int stride = i == 0 ? stage.stride() : 1;
        x = block("features." + index++, x, in, out, stage.expansion(), stride);
        in = out;
      }
    }
    int last = config.divisible(1280 * Math.max(1, config.width()));
    x = convNormRelu("features." + index, x, in, last, 1, 1, 1);
    return plan.classify("classifier.1", x, last, config.classes());
  }

  private String block(String name, String x, int in, int out, int expansion, int stride) {
    String scope = name + ".conv.";
    int hidden = in * expansion;
    int index = 0;
    String y = x;
    if (expansion != 1) {
      y = convNormRelu(scope + index++, y, in, hidden, 1, 1, 1);
    }
    y = convNormRelu(scope + index++, y, hidden, hidden, hidden, 3, stride);
    y = plan.conv(scope + index++, y, hidden, out, 1, 1, 1);
    String norm = scope + index;
    return stride == 1 && in == out
        ? plan.sum(name + ".skip_add", x, plan.lastNorm(norm, y, out))
        : plan.norm(norm, y, out);
  }

  private String convNormRelu(
      String name, String x, int in, int out, int groups, int kernel, int stride) {
    String y = plan.conv(name + ".0", x, in, out, groups, kernel, stride);
    y = plan.norm(name + ".1", y, out);
    return config.relu6() ? plan.relu6(name + ".2", y) : plan.relu(name + ".2", y);
  }
}
