package dev.octet.examples.quickstart;

import dev.octet.examples.report.Progress;
import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.quantization.DynamicConfig;
import dev.octet.quantization.Quantization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The encoders of one run: the float model, two quantizations of it that went to disk and came
 * back, and a peer's two if there is a peer.
 *
 * @param original the float model
 * @param int8 quantized with Octet's default
 * @param preset quantized with PyTorch's
 * @param peers float and int8 of another runtime, or nothing
 */
record Models(OctetEncoder original, OctetEncoder int8, OctetEncoder preset, List<Encoder> peers)
    implements AutoCloseable {

  /** Places in {@link #all}. */
  static final int FLOAT = 0;

  static final int INT8 = 1;
  static final int PRESET = 2;
  static final int PEER_FLOAT = 3;
  static final int PEER_INT8 = 4;

  /** Steps that {@link #open} makes on its progress bar. */
  static final int STEPS = 30;

  /** Reads and quantizes; the quantized models are left in {@code directory}. */
  static Models open(Path directory, Optional<Peer> peer, Progress progress) throws IOException {
    progress.phase("reading");
    Graph graph;
    try (InputStream in = MiniLm.openModel()) {
      graph = OnnxReader.read(in);
    }
    OctetEncoder original = new OctetEncoder("float", MiniLm.modelBytes(), graph);
    progress.step(STEPS / 3);
    progress.phase("quantizing");
    OctetEncoder int8 =
        throughFile(
            "int8", Quantization.quantizeDynamic(graph), directory.resolve("int8.safetensors"));
    OctetEncoder preset =
        throughFile(
            "PyTorch's preset",
            Quantization.quantizeDynamic(graph, DynamicConfig.pytorch()),
            directory.resolve("pytorch-preset.safetensors"));
    progress.step(STEPS / 3);
    List<Encoder> peers = peer.map(p -> List.of(p.openFloat(), p.openInt8())).orElse(List.of());
    progress.step(STEPS / 3);
    return new Models(original, int8, preset, peers);
  }

  List<Encoder> all() {
    List<Encoder> all = new ArrayList<>(List.of(original, int8, preset));
    all.addAll(peers);
    return all;
  }

  @Override
  public void close() {
    all().forEach(Encoder::close);
  }

  private static OctetEncoder throughFile(String name, Graph graph, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    graph.save(file);
    return new OctetEncoder(name, Files.size(file), Graph.load(file));
  }
}
