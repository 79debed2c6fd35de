package dev.octet.zoo;

import java.util.List;

/**
 * The sizes of a ResNet (He et al., 2015) or ResNeXt (Xie et al., 2016), as the arguments of
 * torchvision's {@code models/resnet.py}.
 *
 * @param block what its stages are made of
 * @param layers blocks of each stage; stages have 64, 128, 256, … planes
 * @param groups groups of each block's 3x3 convolution; 1 for {@link Block#BASIC}
 * @param widthPerGroup channels of a group in the first stage ({@code width_per_group}); 64 for
 *     {@link Block#BASIC}
 * @param classes results
 */
public record ResNetConfig(
    Block block, List<Integer> layers, int groups, int widthPerGroup, int classes) {
  /** A residual block. */
  public enum Block {
    /** Two 3x3 convolutions. */
    BASIC(1),
    /** 1x1, 3x3 with the block's stride, 1x1 with four times as many channels. */
    BOTTLENECK(4);

    private final int expansion;

    Block(int expansion) {
      this.expansion = expansion;
    }

    /** Channels of the result over planes. */
    int expansion() {
      return expansion;
    }
  }

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if there is no stage, a number is below 1, or a basic block
   *     has groups or another width
   */
  public ResNetConfig {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || layers.size() > 8 || layers.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "layers " + layers + ", expected one to eight numbers, at least 1");
    }
    if (groups < 1 || widthPerGroup < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "groups "
              + groups
              + ", widthPerGroup "
              + widthPerGroup
              + " and classes "
              + classes
              + " must be at least 1");
    }
    if (block == Block.BASIC && (groups != 1 || widthPerGroup != 64)) {
      throw new IllegalArgumentException(
          "basic blocks have 1 group of width 64, not " + groups + " of " + widthPerGroup);
    }
  }

  /**
   * ResNet-18.
   *
   * @return for 1000 classes
   */
  public static ResNetConfig resnet18() {
    return new ResNetConfig(Block.BASIC, List.of(2, 2, 2, 2), 1, 64, 1000);
  }

  /**
   * ResNet-34.
   *
   * @return for 1000 classes
   */
  public static ResNetConfig resnet34() {
    return new ResNetConfig(Block.BASIC, List.of(3, 4, 6, 3), 1, 64, 1000);
  }

  /**
   * ResNet-50.
   *
   * @return for 1000 classes
   */
  public static ResNetConfig resnet50() {
    return new ResNetConfig(Block.BOTTLENECK, List.of(3, 4, 6, 3), 1, 64, 1000);
  }

  /**
   * ResNet-101.
   *
   * @return for 1000 classes
   */
  public static ResNetConfig resnet101() {
    return new ResNetConfig(Block.BOTTLENECK, List.of(3, 4, 23, 3), 1, 64, 1000);
  }

  /**
   * ResNeXt-50 32x4d.
   *
   * @return for 1000 classes
   */
  public static ResNetConfig resnext50() {
    return new ResNetConfig(Block.BOTTLENECK, List.of(3, 4, 6, 3), 32, 4, 1000);
  }

  /**
   * ResNeXt-101 32x8d.
   *
   * @return for 1000 classes
   */
  public static ResNetConfig resnext101() {
    return new ResNetConfig(Block.BOTTLENECK, List.of(3, 4, 23, 3), 32, 8, 1000);
  }

  /**
   * For so many classes.
   *
   * @param count classes
   * @return a copy
   */
  public ResNetConfig withClasses(int count) {
    return new ResNetConfig(block, layers, groups, widthPerGroup, count);
  }
}
