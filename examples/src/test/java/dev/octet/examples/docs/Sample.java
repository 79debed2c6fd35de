package dev.octet.examples.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A fenced {@code java} block of a page.
 *
 * @param page where it stands
 * @param line of the page that holds the block's first line, from 1
 * @param lines the block's text
 */
record Sample(Path page, int line, List<String> lines) {

  private static final Pattern FENCE = Pattern.compile("```java\\s*");
  private static final Pattern IMPORT = Pattern.compile("import\\s.*;\\s*(//.*)?");
  private static final Pattern TYPE =
      Pattern.compile("((public|final|sealed|abstract)\\s+)*(class|record|interface|enum)\\s.*");

  /**
   * The blocks of a page that are to compile: those whose info string is {@code java} alone. One
   * marked {@code java no-compile} is left out.
   */
  static List<Sample> of(Path page, List<String> text) {
    List<Sample> samples = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < text.size(); i++) {
      if (start < 0 && FENCE.matcher(text.get(i)).matches()) {
        start = i + 1;
      } else if (start >= 0 && text.get(i).startsWith("```")) {
        samples.add(new Sample(page, start + 1, List.copyOf(text.subList(start, i))));
        start = -1;
      }
    }
    if (start >= 0) {
      throw new IllegalArgumentException(page + ":" + start + ": this fence is never closed");
    }
    return samples;
  }

  /**
   * A compilation unit that keeps every line where it stands on the page, so that the compiler's
   * line numbers are the page's: statements become a method's body, types a class's members.
   */
  String source(String className, List<String> packages) {
    int body = 0;
    while (body < lines.size() && (isImport(body) || lines.get(body).isBlank())) {
      body++;
    }
    StringBuilder source = new StringBuilder();
    for (String name : packages) {
      source.append("import ").append(name).append(".*; ");
    }
    source.append("\n".repeat(line - 1));
    boolean members = lines.stream().anyMatch(l -> TYPE.matcher(l).matches());
    String opening =
        "class " + className + " { " + (members ? "" : "void sample() throws Exception { ");
    for (int i = 0; i < lines.size(); i++) {
      source.append(i == body ? opening : "").append(lines.get(i)).append('\n');
    }
    return source.append(members ? "}" : "} }").append('\n').toString();
  }

  private boolean isImport(int index) {
    return IMPORT.matcher(lines.get(index)).matches();
  }

  @Override
  public String toString() {
    return page.getFileName() + ":" + line;
  }
}
