package dev.octet.zoo;

import dev.octet.nn.modules.MaxPool;
import dev.octet.zoo.ResNetConfig.Block;

/** Writes down ResNets, layer by layer (torchvision: {@code models/resnet.py}). */
final class ResNets {
  private final ResNetConfig config;
  private final Plan plan = new Plan();
  private int channels = 64;

  private ResNets(ResNetConfig config) {
    this.config = config;
  }

  static Architecture architecture(ResNetConfig config) {
    return new ResNets(config).architecture();
  }

  private Architecture architecture() {
    String x = plan.conv("conv1", Plan.INPUT, 3, channels, 1, 7, 2);
    x = plan.relu("relu", plan.norm("bn1", x, channels));
    x = plan.add("maxpool", new Layer.Plain(MaxPool.of2d(3, 2, 1)), x);
    for (int stage = 0; stage < config.layers().size(); stage++) {
      int planes = 64 << stage;
      for (int i = 0; i < config.layers().get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        String scope = "layer" + (stage + 1) + "." + i + ".";
        x = block(scope, x, planes, stride);
        channels = planes * config.block().expansion();
      }
    }
    return plan.classify("fc", x, channels, config.classes());
  }

  private String block(String scope, String x, int planes, int stride) {
    boolean basic = config.block() == Block.BASIC;
    String y = basic ? basic(scope, x, planes, stride) : bottleneck(scope, x, planes, stride);
    int out = planes * config.block().expansion();
    String shortcut = x;
    if (stride != 1 || channels != out) {
      String conv = plan.conv(scope + "downsample.0", x, channels, out, 1, 1, stride);
      shortcut = plan.norm(scope + "downsample.1", conv, out);
    }
    String sum = plan.sum(scope + (basic ? "add_relu" : "skip_add_relu"), y, shortcut);
    return plan.relu(sum + ".relu", sum);
  }

  private String basic(String scope, String x, int planes, int stride) {
    String y = plan.conv(scope + "conv1", x, channels, planes, 1, 3, stride);
    y = plan.relu(scope + "relu", plan.norm(scope + "bn1", y, planes));
    y = plan.conv(scope + "conv2", y, planes, planes, 1, 3, 1);
    return plan.lastNorm(scope + "bn2", y, planes);
  }

  private String bottleneck(String scope, String x, int planes, int stride) {
    int width = planes * config.widthPerGroup() / 64 * config.groups();
    int out = planes * Block.BOTTLENECK.expansion();
    String y = plan.conv(scope + "conv1", x, channels, width, 1, 1, 1);
    y = plan.relu(scope + "relu1", plan.norm(scope + "bn1", y, width));
    y = plan.conv(scope + "conv2", y, width, width, config.groups(), 3, stride);
    y = plan.relu(scope + "relu2", plan.norm(scope + "bn2", y, width));
    y = plan.conv(scope + "conv3", y, width, out, 1, 1, 1);
    return plan.lastNorm(scope + "bn3", y, out);
  }
}
