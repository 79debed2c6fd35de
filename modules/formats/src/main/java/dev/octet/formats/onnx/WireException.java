package dev.octet.formats.onnx;

/**
 * Bytes that are no message, or a message that says what it must not. Whoever reads adds the place.
 */
final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WireException(String problem) {
    super(problem);
  }
}
