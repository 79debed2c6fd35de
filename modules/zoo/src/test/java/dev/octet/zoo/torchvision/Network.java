package dev.octet.zoo.torchvision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.formats.Safetensors;
import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.Graph;
import dev.octet.tensor.Tensor;
import dev.octet.zoo.Architecture;
import dev.octet.zoo.MobileNetV2Config;
import dev.octet.zoo.Models;
import dev.octet.zoo.torchvision.Twin.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A network of torchvision, and what {@code src/test/python/torchvision_cases.py} wrote of it. */
enum Network {
  RESNET18(Models.resnet18(), true),
  RESNET34(Models.resnet34(), false),
  RESNET50(Models.resnet50(), true),
  RESNET101(Models.resnet101(), false),
  RESNEXT50_32X4D(Models.resnext50(), false),
  RESNEXT101_32X8D(Models.resnext101(), false),
  MOBILENET_V2(Models.mobileNetV2(), true);

  private final Architecture architecture;
  private final boolean perChannel;

  /** {@code perChannel}: whether there are cases with a scale for each channel of weights too. */
  Network(Architecture architecture, boolean perChannel) {
    this.architecture = architecture;
    this.perChannel = perChannel;
  }

  Architecture architecture() {
    return architecture;
  }

  /** The network that torchvision quantizes: with ReLU in place of ReLU6. */
  Architecture quantizable() {
    return this == MOBILENET_V2
        ? Models.mobileNetV2(MobileNetV2Config.standard().withRelu())
        : architecture;
  }

  List<Scheme> schemes() {
    return perChannel ? List.of(Scheme.values()) : List.of(Scheme.PER_TENSOR);
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
    Path path = Path.of("target", "torchvision", name().toLowerCase(Locale.ROOT), file);
    assertThat(Files.exists(path))
        .as("%s: profile torchvision writes it, with src/test/python/torchvision_cases.py", path)
        .isTrue();
    return path;
  }
}
