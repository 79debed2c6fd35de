package dev.octet.examples.ocr;

import dev.octet.nn.Graph;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A model of images on Octet: a graph made ready on the best engine, for one thread. */
final class OctetModel implements ImageModel {
  static final int THREADS = 1;

  private final String name;
  private final long modelBytes;
  private final Session session;

  OctetModel(String name, long modelBytes, Graph graph) {
    this.name = name;
    this.modelBytes = modelBytes;
    this.session = graph.session(SessionOptions.threads(THREADS));
  }

  /** The graph as it comes back from disk. */
  static OctetModel throughFile(String name, Graph graph, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    graph.save(file);
    return new OctetModel(name, Files.size(file), Graph.load(file));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long modelBytes() {
    return modelBytes;
  }

  String engine() {
    return session.engine().describe();
  }

  @Override
  public float[] run(float[] pixels, int height, int width) {
    Tensor x = FloatTensor.wrap(pixels, 1, 3, height, width);
    return ((FloatTensor) session.run(Map.of(RapidOcr.INPUT, x)).first()).toArray();
  }

  @Override
  public void close() {
    // Nothing to give back: a session's memory is the garbage collector's.
  }
}
