package dev.octet.examples.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.octet.examples.quickstart.Encoder;
import dev.octet.examples.quickstart.Pooling;
import dev.octet.examples.text.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** A sentence encoder on ONNX Runtime, one thread, all of its graph optimizations. */
final class OnnxRuntimeEncoder implements Encoder {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final String name;
  private final long modelBytes;
  private final OrtSession session;

  OnnxRuntimeEncoder(String name, byte[] model) {
    this.name = name;
    this.modelBytes = model.length;
    this.session = OnnxRuntimeSession.open(name, model);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long modelBytes() {
    return modelBytes;
  }

  @Override
  public float[] embed(TokenBatch sentence) {
    try (OnnxTensor ids = tensor(sentence, sentence.ids());
        OnnxTensor mask = tensor(sentence, sentence.mask());
        OnnxTensor typeIds = tensor(sentence, sentence.typeIds());
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", typeIds))) {
      // Both models give the last hidden layer first, under different names.
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] hidden = new float[values.remaining()];
      values.get(hidden);
      return Pooling.meanNormalized(hidden, sentence.mask());
    } catch (OrtException e) {
      throw new IllegalStateException(name + ": " + e.getMessage(), e);
    }
  }

  private OnnxTensor tensor(TokenBatch sentence, long[] values) throws OrtException {
    long[] shape = {sentence.rows(), sentence.length()};
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  @Override
  public void close() {
    OnnxRuntimeSession.close(name, session);
  }
}
