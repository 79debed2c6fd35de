package dev.octet.nn.io;

/** What is wrong with a file and where in it. Who knows the file's name puts it before that. */
public final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param problem where, what was expected and what came
   */
  public Broken(String problem) {
    super(problem);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param problem where, what was expected and what came
   * @param cause what found the problem
   */
  public Broken(String problem, Throwable cause) {
    super(problem, cause);
  }
}
