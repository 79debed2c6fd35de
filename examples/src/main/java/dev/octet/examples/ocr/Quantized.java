package dev.octet.examples.ocr;

import dev.octet.examples.report.Progress;
import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A float model and what became of it: everything quantized went to disk and came back.
 *
 * @param original the float model
 * @param int8 one for each choice
 */
record Quantized(OctetModel original, List<OctetModel> int8) {

  /**
   * Reads, calibrates and converts.
   *
   * @param onnx the model's file
   * @param choices ways to choose scales
   * @param images what to calibrate with
   * @param directory where int8 models are left
   * @param stem what their files' names begin with
   * @param progress steps as often as there are images, for each choice
   */
  static Quantized of(
      byte[] onnx,
      List<Choice> choices,
      List<Pixels> images,
      Path directory,
      String stem,
      Progress progress)
      throws IOException {
    Graph graph = OnnxReader.read(new ByteArrayInputStream(onnx));
    List<Map<String, Tensor>> batches = new ArrayList<>();
    for (Pixels image : images) {
      batches.add(Map.of(RapidOcr.INPUT, image.tensor()));
    }
    List<OctetModel> int8 = new ArrayList<>();
    for (Choice choice : choices) {
      progress.phase(choice.key());
      PreparedGraph prepared = Quantization.prepare(graph, choice.mapping());
      int[] done = {0};
      prepared.calibrate(
          batches,
          n -> {
            progress.step(n - done[0]);
            done[0] = n;
          });
      Path file = directory.resolve(stem + "-" + choice.key() + ".safetensors");
      Graph converted = Quantization.convert(prepared);
      int8.add(OctetModel.throughFile(choice.name(), converted, file));
    }
    return new Quantized(new OctetModel("float", onnx.length, graph), int8);
  }
}
