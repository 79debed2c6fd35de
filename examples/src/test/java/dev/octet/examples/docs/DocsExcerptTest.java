package dev.octet.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds excerpts to their files. A fence {@code ```java from=path} says that its lines stand in
 * that file, which some build compiles; a line {@code // …} is a gap. Indentation does not count.
 */
class DocsExcerptTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern FENCE = Pattern.compile("```\\w+ from=(\\S+)\\s*");

  record Excerpt(String where, String file, List<String> lines) {
    static List<Excerpt> of(String page, List<String> text) {
      List<Excerpt> excerpts = new ArrayList<>();
      for (int i = 0; i < text.size(); i++) {
        Matcher fence = FENCE.matcher(text.get(i));
        if (fence.matches()) {
          int end = i + 1;
          while (!text.get(end).startsWith("```")) {
            end++;
          }
          excerpts.add(new Excerpt(page + ":" + (i + 1), fence.group(1), text.subList(i + 1, end)));
          i = end;
        }
      }
      return excerpts;
    }

    /** Runs of lines without a gap, as they should stand in the file. */
    List<String> parts() {
      return Stream.of(stripped(lines).split("// …\n"))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .toList();
    }

    @Override
    public String toString() {
      return where;
    }
  }

  static List<Excerpt> excerpts() throws IOException {
    List<Excerpt> excerpts = new ArrayList<>();
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      for (Path page : docs.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        excerpts.addAll(Excerpt.of(page.getFileName().toString(), Files.readAllLines(page)));
      }
    }
    return excerpts;
  }

  private static String stripped(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.strip()).append('\n'));
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("excerpts")
  void standsInItsFile(Excerpt excerpt) throws IOException {
    String file = stripped(Files.readAllLines(ROOT.resolve(excerpt.file())));
    assertThat(excerpt.parts()).isNotEmpty().allSatisfy(part -> assertThat(file).contains(part));
  }

  @Test
  void partsAreWhatLiesBetweenGaps() {
    List<Excerpt> found =
        Excerpt.of("page.md", List.of("```java from=A.java", "  a;", "  b;", "// …", "c;", "```"));
    assertThat(found).singleElement().hasToString("page.md:1");
    assertThat(found.getFirst().file()).isEqualTo("A.java");
    assertThat(found.getFirst().parts()).containsExactly("a;\nb;", "c;");
  }
}
