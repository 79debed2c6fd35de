package dev.octet.nn;

/**
 * A model's file that cannot be read: broken, cut short, or holding what Octet does not know. The
 * message names the file and the place in it: {@code model.safetensors: tensor 'fc.weight': data
 * offsets [0, 12] hold 12 bytes, F32 [2, 2] needs 16}.
 */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param file the file's name, or what stands for it when the model came from a stream
   * @param problem where in the file, what was expected and what came
   * @param cause what found the problem
   */
  public ModelFormatException(String file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
