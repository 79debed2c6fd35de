package dev.octet.examples.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.octet.examples.ocr.ImageModel;
import dev.octet.examples.ocr.Peer;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime with the example's float models of images. */
public final class OnnxRuntimeImages implements Peer {
  /** For the service loader. */
  public OnnxRuntimeImages() {}

  @Override
  public String runtime() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public ImageModel open(byte[] onnx) {
    return new Model("ORT float", onnx.length, OnnxRuntimeSession.open("ORT float", onnx));
  }

  private record Model(String name, long modelBytes, OrtSession session) implements ImageModel {
    @Override
    public float[] run(float[] pixels, int height, int width) {
      long[] shape = {1, 3, height, width};
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      String input = session.getInputNames().iterator().next();
      try (OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape);
          OrtSession.Result result = session.run(Map.of(input, x))) {
        FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] output = new float[values.remaining()];
        values.get(output);
        return output;
      } catch (OrtException e) {
        throw new IllegalStateException(name + ": " + e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      OnnxRuntimeSession.close(name, session);
    }
  }
}
