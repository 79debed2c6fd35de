package dev.octet.examples.quickstart;

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
   * The same float model as Octet's.
   *
   * @return an encoder to be closed by the caller
   */
  Encoder openFloat();

  /**
   * The int8 model that is distributed for this runtime.
   *
   * @return an encoder to be closed by the caller
   */
  Encoder openInt8();
}
