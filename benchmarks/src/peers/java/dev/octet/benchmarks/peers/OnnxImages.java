package dev.octet.benchmarks.peers;

import static dev.octet.benchmarks.peers.OnnxModel.FLOAT;

import ai.onnxruntime.OrtException;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.nn.Graph;
import java.util.List;

/** Networks in ONNX Runtime, from files that are written here: float, and int8 in QDQ form. */
final class OnnxImages {
  private final Onnx onnx;
  private final ImageModel model;

  OnnxImages(Onnx onnx, ImageModel model) {
    this.onnx = onnx;
    this.model = model;
  }

  List<Variant> variants() throws OrtException {
    return List.of(variant(Numbers.FLOAT, model.fused()), variant(Numbers.INT8, model.int8Apart()));
  }

  private Variant variant(Numbers numbers, Graph graph) throws OrtException {
    String output = graph.outputs().getFirst().value();
    String logits = model.fused().outputs().getFirst().value();
    OnnxModel file =
        new OnnxModel()
            .input(model.input(), FLOAT, model.dims(model.input()))
            .output(output, FLOAT, model.dims(logits));
    new OnnxLayers(file).add(graph);
    Onnx.Whole whole =
        onnx.whole(file.toBytes(), model.input(), model.image().array(), model.dims(model.input()));
    return Variant.peer(Group.MODEL, numbers, "onnxruntime", whole, whole::floats);
  }
}
