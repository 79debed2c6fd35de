package dev.octet.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own: flags that decide at start-up can be tested only so. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * What the JVM left behind.
   *
   * @param exit its exit code
   * @param output standard output and error
   */
  public record Result(int exit, String output) {}

  /**
   * Runs a class on this JVM's class path.
   *
   * @param main the class
   * @param flags the JVM's flags
   * @return its exit code and output
   */
  public static Result run(Class<?> main, String... flags) {
    return run(System.getProperty("java.class.path"), main, flags);
  }

  /**
   * Runs a class on a class path.
   *
   * @param classPath the class path
   * @param main the class
   * @param flags the JVM's flags
   * @return its exit code and output
   */
  public static Result run(String classPath, Class<?> main, String... flags) {
    return run(classPath, main, new String[0], flags);
  }

  /**
   * Runs a class on a class path with arguments.
   *
   * @param classPath the class path
   * @param main the class
   * @param arguments what its main method gets
   * @param flags the JVM's flags
   * @return its exit code and output
   */
  public static Result run(String classPath, Class<?> main, String[] arguments, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running after two minutes: " + command);
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
