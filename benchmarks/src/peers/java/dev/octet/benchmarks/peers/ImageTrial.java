package dev.octet.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;

/** Networks that classify an image, by everybody. */
final class ImageTrial {
  /**
   * Of the logits, in 8 bits, beside those of the float model; random weights spread them less than
   * trained ones.
   */
  private static final double TOLERANCE = 0.3;

  private ImageTrial() {}

  static Trial of(String name, Engines engines) throws OrtException {
    ImageModel model = ImageModel.of(name);
    Torch torch = new Torch();
    Onnx onnx = new Onnx();
    List<Variant> variants = new ArrayList<>(new TorchFloatModel(torch, model).variants());
    variants.addAll(new TorchInt8Model(torch, model).variants());
    variants.addAll(new OnnxImages(onnx, model).variants());
    float[] expected = variants.getFirst().result().get();
    OctetModel octet = OctetModel.of(model.fused(), model.int8(), model.inputs(), engines);
    variants.addAll(octet.variants());
    return new Trial(
        name,
        model.macs(),
        expected,
        TOLERANCE,
        variants,
        octet.twoThreads(),
        List.of(torch::close, onnx::close));
  }
}
