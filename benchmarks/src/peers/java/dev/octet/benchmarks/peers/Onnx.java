package dev.octet.benchmarks.peers;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime for the length of a trial: one thread, all of its graph optimizations. Models of one
 * node write into a result given to them; whole models allocate theirs.
 */
final class Onnx implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<OrtSession> sessions = new ArrayList<>();
  private final List<OnnxTensor> tensors = new ArrayList<>();

  static String version() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  /** A session with its operands, and where its result goes. */
  final class Run implements Variant.Work {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final ByteBuffer result;

    private Run(
        OrtSession session,
        Map<String, OnnxTensor> inputs,
        Map<String, OnnxTensor> outputs,
        ByteBuffer result) {
      this.session = session;
      this.inputs = inputs;
      this.outputs = outputs;
      this.result = result;
    }

    @Override
    public void run(int times) {
      try {
        for (int i = 0; i < times; i++) {
          session.run(inputs, Set.of(), outputs).close();
        }
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    float[] floats() {
      float[] values = new float[result.capacity() / 4];
      result.asFloatBuffer().get(0, values);
      return values;
    }

    byte[] bytes() {
      byte[] values = new byte[result.capacity()];
      result.get(0, values);
      return values;
    }
  }

  /** A model with input x of floats and output y. */
  Run run(OnnxModel model, float[] x, long[] xDims, int yBytes, OnnxJavaType yType, long[] yDims)
      throws OrtException {
    ByteBuffer in = direct(4 * x.length);
    in.asFloatBuffer().put(x);
    return run(model, tensor(in, OnnxJavaType.FLOAT, xDims), yBytes, yType, yDims);
  }

  /** A model with input x of unsigned bytes and output y. */
  Run run(OnnxModel model, byte[] x, long[] xDims, int yBytes, OnnxJavaType yType, long[] yDims)
      throws OrtException {
    ByteBuffer in = direct(x.length);
    in.put(0, x);
    return run(model, tensor(in, OnnxJavaType.UINT8, xDims), yBytes, yType, yDims);
  }

  private Run run(OnnxModel model, OnnxTensor x, int yBytes, OnnxJavaType yType, long[] yDims)
      throws OrtException {
    ByteBuffer result = direct(yBytes);
    OnnxTensor y = tensor(result, yType, yDims);
    return new Run(session(model.toBytes()), Map.of("x", x), Map.of("y", y), result);
  }

  /**
   * A whole model over whole numbers of shape [1, n].
   *
   * @param model the file's bytes
   * @param values inputs by name
   */
  Whole whole(byte[] model, Map<String, long[]> values) throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, long[]> e : values.entrySet()) {
      long[] dims = {1, e.getValue().length};
      inputs.put(
          e.getKey(),
          keep(OnnxTensor.createTensor(environment, LongBuffer.wrap(e.getValue()), dims)));
    }
    return new Whole(session(model), inputs);
  }

  /**
   * A whole model over floats.
   *
   * @param model the file's bytes
   * @param input the input's name
   * @param values its values
   * @param dims its sizes
   */
  Whole whole(byte[] model, String input, float[] values, long... dims) throws OrtException {
    ByteBuffer x = direct(4 * values.length);
    x.asFloatBuffer().put(values);
    return new Whole(session(model), Map.of(input, tensor(x, OnnxJavaType.FLOAT, dims)));
  }

  /**
   * A whole model with its inputs.
   *
   * @param session the model
   * @param inputs by name
   */
  record Whole(OrtSession session, Map<String, OnnxTensor> inputs) implements Variant.Work {
    @Override
    public void run(int times) {
      try {
        for (int i = 0; i < times; i++) {
          session.run(inputs).close();
        }
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The first output. */
    float[] floats() {
      try (OrtSession.Result result = session.run(inputs)) {
        return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private OrtSession session(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      OrtSession session = environment.createSession(model, options);
      sessions.add(session);
      return session;
    }
  }

  private OnnxTensor tensor(ByteBuffer data, OnnxJavaType type, long[] dims) throws OrtException {
    return keep(
        type == OnnxJavaType.FLOAT
            ? OnnxTensor.createTensor(environment, data.asFloatBuffer(), dims)
            : OnnxTensor.createTensor(environment, data, dims, type));
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private OnnxTensor keep(OnnxTensor tensor) {
    tensors.add(tensor);
    return tensor;
  }

  @Override
  public void close() {
    try {
      for (OrtSession session : sessions) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    tensors.forEach(OnnxTensor::close);
  }
}
