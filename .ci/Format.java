import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over every Java source below the working directory: {@code check} names
 * the files that are not formatted and fails, {@code apply} formats them.
 */
final class Format {

  private Format() {}

  public static void main(String[] args) throws IOException {
    String mode = args.length == 1 ? args[0] : "";
    List<String> arguments =
        switch (mode) {
          case "check" -> new ArrayList<>(List.of("--dry-run", "--set-exit-if-changed"));
          case "apply" -> new ArrayList<>(List.of("--replace"));
          default ->
              throw new IllegalArgumentException("expected check or apply, got " + List.of(args));
        };
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !contains(file, "target"))
          .map(Path::toString)
          .sorted()
          .forEach(arguments::add);
    }
    Main.main(arguments.toArray(String[]::new));
  }

  private static boolean contains(Path file, String folder) {
    for (Path part : file) {
      if (part.toString().equals(folder)) {
        return true;
      }
    }
    return false;
  }
}
