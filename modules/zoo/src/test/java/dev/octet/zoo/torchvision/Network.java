package dev.octet.zoo.torchvision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.formats.Safetensors;
import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.Graph;
import dev.octet.tensor.Tensor;
import dev.octet.zoo.Architecture;
import dev.octet.zoo.MobileNetV2Config;
import dev.octet.zoo.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A network of torchvision, and what {@code src/test/python/torchvision_cases.py} wrote of it.
 *
 * @param name torchvision's name
 * @param architecture the same of ours
 * @param quantizable ours as torchvision quantizes it: with ReLU in place of ReLU6
 * @param schemes how it was quantized
 */
record Network(
    String name, Architecture architecture, Architecture quantizable, List<Scheme> schemes) {
  static final List<Network> ALL =
      List.of(
          resnet("resnet18", Models.resnet18(), Scheme.PER_TENSOR, Scheme.PER_CHANNEL),
          resnet("resnet34", Models.resnet34(), Scheme.PER_TENSOR),
          resnet("resnet50", Models.resnet50(), Scheme.PER_TENSOR, Scheme.PER_CHANNEL),
          resnet("resnet101", Models.resnet101(), Scheme.PER_TENSOR),
          resnet("resnext50_32x4d", Models.resnext50(), Scheme.PER_TENSOR),
          resnet("resnext101_32x8d", Models.resnext101(), Scheme.PER_TENSOR),
          new Network(
              "mobilenet_v2",
              Models.mobileNetV2(),
              Models.mobileNetV2(MobileNetV2Config.standard().withRelu()),
              List.of(Scheme.PER_TENSOR, Scheme.PER_CHANNEL)));

  private static Network resnet(String name, Architecture architecture, Scheme... schemes) {
    return new Network(name, architecture, architecture, List.of(schemes));
  }

  TorchCheckpoint checkpoint(String file) throws IOException {
    return TorchCheckpoint.read(path(file + ".pth"));
  }

  Map<String, Tensor> tensors(String file) throws IOException {
    return Safetensors.read(path(file + ".safetensors")).tensors();
  }

  Graph floats(Architecture made) throws IOException {
    return made.load(checkpoint("float"));
  }

  private Path path(String file) {
    Path path = Path.of("target", "torchvision", name, file);
    assertThat(Files.exists(path))
        .as("%s: profile torchvision writes it, with src/test/python/torchvision_cases.py", path)
        .isTrue();
    return path;
  }

  @Override
  public String toString() {
    return name;
  }
}
