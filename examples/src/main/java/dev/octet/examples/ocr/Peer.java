package dev.octet.examples.ocr;

/**
 * Another runtime that does the same job, for comparison. Found by {@link java.util.ServiceLoader},
 * since no peer is on the class path unless the build was asked for one (profile {@code peers}).
 */
public interface Peer {

  /**
   * Name and version of the runtime.
   *
   * @return such as {@code ONNX Runtime 1.23.2}
   */
  String runtime();

  /**
   * A model, ready to run.
   *
   * @param onnx the model's file
   * @return a model to be closed by the caller
   */
  ImageModel open(byte[] onnx);
}
