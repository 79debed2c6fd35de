package dev.octet.examples.peers;

import ai.onnxruntime.OrtEnvironment;
import dev.octet.examples.quickstart.Encoder;
import dev.octet.examples.quickstart.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** ONNX Runtime with the float model, and with the sibling that its own tools quantized. */
public final class OnnxRuntimePeer implements Peer {
  private static final String FLOAT = "all-minilm-l6-v2.onnx";
  private static final String INT8 = "all-minilm-l6-v2-q.onnx";

  /** For the service loader. */
  public OnnxRuntimePeer() {}

  @Override
  public String runtime() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public Encoder openFloat() {
    return new OnnxRuntimeEncoder("ORT float", read(FLOAT));
  }

  @Override
  public Encoder openInt8() {
    return new OnnxRuntimeEncoder("ORT int8", read(INT8));
  }

  private static byte[] read(String resource) {
    try (InputStream in = OnnxRuntimePeer.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("class path has no resource " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
