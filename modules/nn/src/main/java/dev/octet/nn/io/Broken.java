package dev.octet.nn.io;

/** What is wrong with a file and where in it. Who knows the file's name puts it before that. */
final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Broken(String problem) {
    super(problem);
  }

  Broken(String problem, Throwable cause) {
    super(problem, cause);
  }
}
