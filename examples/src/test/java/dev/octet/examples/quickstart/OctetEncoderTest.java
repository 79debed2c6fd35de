package dev.octet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.examples.report.Progress;
import dev.octet.examples.text.WordPiece;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real model from end to end. The oracle for the float embeddings is ONNX Runtime, which wrote
 * {@code embeddings-golden.json} by the program beside it.
 */
class OctetEncoderTest {
  @Test
  void floatEqualsOnnxRuntimeAndInt8StaysNear(@TempDir Path directory) throws IOException {
    WordPiece tokenizer = MiniLm.tokenizer();
    JsonNode golden = golden();
    try (Progress progress = Progress.start("test", Models.STEPS);
        Models models = Models.open(directory, Optional.empty(), progress)) {
      assertThat(golden.size()).isEqualTo(4);
      for (JsonNode row : golden) {
        String text = row.get("text").textValue();
        float[] expected = new ObjectMapper().treeToValue(row.get("embedding"), float[].class);
        float[] original = models.original().embed(tokenizer.encode(text, 256));

        assertThat(Vectors.maxAbsDifference(new float[][] {expected}, new float[][] {original}))
            .as(text)
            .isLessThanOrEqualTo(1e-4);
        assertThat(Vectors.cosine(original, models.int8().embed(tokenizer.encode(text, 256))))
            .as(text)
            .isBetween(0.99, 0.999999);
        assertThat(Vectors.cosine(original, models.preset().embed(tokenizer.encode(text, 256))))
            .as(text)
            .isBetween(0.9, 0.999999);
      }
      assertThat((double) models.int8().modelBytes() / models.original().modelBytes())
          .isLessThanOrEqualTo(0.27);
    }
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in = OctetEncoderTest.class.getResourceAsStream("embeddings-golden.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
