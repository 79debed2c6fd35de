package dev.octet.zoo;

/**
 * Networks that classify images, as torchvision defines them, so that its checkpoints load: {@code
 * Models.resnet50().load(TorchCheckpoint.read(path))}.
 *
 * <p>A node has the name of torchvision's module: {@code conv1}, {@code layer1.0.bn2}, {@code
 * layer2.0.downsample.0}, {@code features.3.conv.0.0}, {@code classifier.1}. Where the float model
 * uses a module twice or a function, the name is that of its quantizable twin ({@code
 * models/quantization}): the sum of a basic block is {@code layer1.0.add_relu}, that of a
 * bottleneck {@code layer1.0.skip_add_relu}, that of MobileNetV2 {@code features.3.skip_add}; the
 * ReLU behind the sum of a ResNet has {@code .relu} added to the sum's name. Averaging and
 * flattening are {@code avgpool} and {@code flatten}. Dropout, {@code classifier.0}, does nothing
 * after training, and is no node.
 */
public final class Models {
  private Models() {}

  /**
   * ResNet-18 (torchvision: {@code resnet18}).
   *
   * @return for 1000 classes
   */
  public static Architecture resnet18() {
    return resnet(ResNetConfig.resnet18());
  }

  /**
   * ResNet-34 (torchvision: {@code resnet34}).
   *
   * @return for 1000 classes
   */
  public static Architecture resnet34() {
    return resnet(ResNetConfig.resnet34());
  }

  /**
   * ResNet-50, with strides in the 3x3 convolutions (torchvision: {@code resnet50}).
   *
   * @return for 1000 classes
   */
  public static Architecture resnet50() {
    return resnet(ResNetConfig.resnet50());
  }

  /**
   * ResNet-101 (torchvision: {@code resnet101}).
   *
   * @return for 1000 classes
   */
  public static Architecture resnet101() {
    return resnet(ResNetConfig.resnet101());
  }

  /**
   * ResNeXt-50 32x4d (torchvision: {@code resnext50_32x4d}).
   *
   * @return for 1000 classes
   */
  public static Architecture resnext50() {
    return resnet(ResNetConfig.resnext50());
  }

  /**
   * ResNeXt-101 32x8d (torchvision: {@code resnext101_32x8d}).
   *
   * @return for 1000 classes
   */
  public static Architecture resnext101() {
    return resnet(ResNetConfig.resnext101());
  }

  /**
   * A ResNet or ResNeXt of any size.
   *
   * @param config the sizes
   * @return the architecture
   */
  public static Architecture resnet(ResNetConfig config) {
    return ResNets.architecture(config);
  }

  /**
   * MobileNetV2 (torchvision: {@code mobilenet_v2}).
   *
   * @return of width 1, with ReLU6, for 1000 classes
   */
  public static Architecture mobileNetV2() {
    return mobileNetV2(MobileNetV2Config.standard());
  }

  /**
   * A MobileNetV2 of any width.
   *
   * @param config the sizes
   * @return the architecture
   */
  public static Architecture mobileNetV2(MobileNetV2Config config) {
    return MobileNets.architecture(config);
  }
}
