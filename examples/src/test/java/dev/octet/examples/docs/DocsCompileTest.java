package dev.octet.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles the Java samples of the pages, so that none promises what is not there. */
class DocsCompileTest {

  /** Names of these packages need no import in a sample. */
  private static final List<String> PACKAGES =
      List.of(
          "java.io",
          "java.nio.file",
          "java.util",
          "dev.octet.engine",
          "dev.octet.formats",
          "dev.octet.nn",
          "dev.octet.nn.modules",
          "dev.octet.quantization",
          "dev.octet.tensor");

  @TempDir private Path classes;

  static List<Sample> samples() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("..", "README.md")));
    try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    List<Sample> samples = new ArrayList<>();
    for (Path page : pages) {
      samples.addAll(Sample.of(page, Files.readAllLines(page)));
    }
    return samples;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void compiles(Sample sample) {
    assertThat(errors(sample)).as("errors in %s", sample).isEmpty();
  }

  @Test
  void readmeHasASample() throws IOException {
    assertThat(samples()).anyMatch(s -> s.page().endsWith("README.md"));
  }

  @Test
  void findsWhatDoesNotCompile() {
    List<String> page =
        List.of("text", "```java", "import java.util.List;", "", "List<String> a = 1;", "```");
    List<Sample> found = Sample.of(Path.of("page.md"), page);
    assertThat(found).hasSize(1);
    assertThat(errors(found.getFirst())).singleElement().asString().startsWith("page.md:5: ");
  }

  @Test
  void leavesOutWhatIsMarked() {
    assertThat(Sample.of(Path.of("page.md"), List.of("```java no-compile", "…", "```"))).isEmpty();
    assertThat(Sample.of(Path.of("page.md"), List.of("```sh", "ls", "```"))).isEmpty();
  }

  @Test
  void takesTypesAndStatements() {
    assertThat(errors(sample("record Point(int x, int y) {}"))).isEmpty();
    assertThat(errors(sample("var map = Map.of(1, Path.of(\"a\"));"))).isEmpty();
    assertThat(errors(sample("Files.delete(Path.of(\"a\"));"))).isEmpty();
  }

  @Test
  void namesAFenceThatIsNotClosed() {
    assertThatThrownBy(() -> Sample.of(Path.of("page.md"), List.of("", "```java")))
        .hasMessage("page.md:2: this fence is never closed");
  }

  private static Sample sample(String line) {
    return new Sample(Path.of("page.md"), 1, List.of(line));
  }

  /** The compiler's errors, each as {@code page:line: message}. */
  private List<String> errors(Sample sample) {
    String source = sample.source("Sample", PACKAGES);
    JavaFileObject unit =
        new SimpleJavaFileObject(URI.create("string:///Sample.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options = List.of("-d", classes.toString(), "-proc:none");
    try (var files = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      compiler.getTask(null, files, found, options, null, List.of(unit)).call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(d -> sample.page().getFileName() + ":" + d.getLineNumber() + ": " + d.getMessage(null))
        .toList();
  }
}
