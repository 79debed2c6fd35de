package dev.octet.formats.torch;

import dev.octet.formats.TorchCheckpoint;
import dev.octet.tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;

/** Reads one checkpoint; a program of its own, so that its heap can be kept small. */
final class LargeCheckpoint {
  private LargeCheckpoint() {}

  public static void main(String[] args) throws IOException {
    Path path = Path.of(System.getProperty("checkpoint"));
    FloatTensor last = null;
    for (var tensor : TorchCheckpoint.read(path).tensors().values()) {
      last = (FloatTensor) tensor;
    }
    System.out.println("last " + last.get(LargeCheckpointTest.COUNT - 1));
  }
}
