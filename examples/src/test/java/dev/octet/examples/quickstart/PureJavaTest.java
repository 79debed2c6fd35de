package dev.octet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing native is on the quickstart's class path, of which the tests' is a superset. */
class PureJavaTest {
  private static final Pattern NATIVE = Pattern.compile("(?i).*\\.(so(\\.\\d+)*|dll|dylib|jnilib)");

  @BeforeEach
  void onlyWithoutPeers() {
    assumeThat(ServiceLoader.load(Peer.class).findFirst()).as("peers are native").isEmpty();
  }

  @Test
  void noJarAndNoFolderHoldsANativeLibrary() throws IOException {
    List<Path> places = classPath();

    assertThat(places)
        .as("the class path that was searched")
        .anyMatch(p -> p.getFileName().toString().startsWith("langchain4j-embeddings-"))
        .anyMatch(p -> p.getFileName().toString().startsWith("progressbar-"))
        .anyMatch(p -> p.getFileName().toString().startsWith("slf4j-api-"));
    List<String> found = new ArrayList<>();
    for (Path place : places) {
      entries(place)
          .filter(e -> NATIVE.matcher(e).matches())
          .forEach(e -> found.add(place + "!" + e));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void onnxRuntimeIsAbsent() {
    assertThat(PureJavaTest.class.getResource("/ai/onnxruntime/OrtEnvironment.class")).isNull();
    assertThat(classPath()).noneMatch(p -> p.getFileName().toString().contains("onnxruntime"));
  }

  private static List<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  private static Stream<String> entries(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (Stream<Path> files = Files.walk(place)) {
        return files.map(Path::toString).toList().stream();
      }
    }
    try (ZipFile jar = new ZipFile(place.toFile())) {
      return jar.stream().map(e -> e.getName()).toList().stream();
    }
  }
}
