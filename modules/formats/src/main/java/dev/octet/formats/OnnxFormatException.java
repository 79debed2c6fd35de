package dev.octet.formats;

/**
 * A model that cannot be read: broken, cut short, or using what Octet does not support. The message
 * names the file and the place in it: {@code model.onnx: graph.node[12].attribute[0].t: raw_data
 * has 12 bytes, dims [2, 2] of FLOAT need 16}.
 */
public final class OnnxFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param file the model's file, or what stands for it when it came from a stream
   * @param place where in the model, or empty
   * @param problem what was expected and what came
   */
  public OnnxFormatException(String file, String place, String problem) {
    super(file + ": " + (place.isEmpty() ? "" : place + ": ") + problem);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param file the model's file, or what stands for it when it came from a stream
   * @param place where in the model, or empty
   * @param cause what went wrong; its message is the problem
   */
  public OnnxFormatException(String file, String place, RuntimeException cause) {
    this(file, place, cause.getMessage());
    initCause(cause);
  }
}
