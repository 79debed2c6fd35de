package dev.octet.examples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The oracle is HuggingFace's own tokenizers 0.23.2, which wrote {@code wordpiece-golden.json} by
 * the program beside it.
 */
class WordPieceTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static WordPiece tokenizer;

  @BeforeAll
  static void readTokenizer() throws IOException {
    try (InputStream in =
        WordPieceTest.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      tokenizer = WordPiece.read(in);
    }
  }

  static Stream<JsonNode> golden() throws IOException {
    try (InputStream in = WordPieceTest.class.getResourceAsStream("wordpiece-golden.json")) {
      return StreamSupport.stream(MAPPER.readTree(in).spliterator(), false);
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void givesTheIdsOfHuggingFace(JsonNode golden) throws IOException {
    long[] expected = MAPPER.treeToValue(golden.get("ids"), long[].class);

    assertThat(tokenizer.encode(golden.get("text").textValue(), 512).ids()).isEqualTo(expected);
  }

  @Test
  void goldenFileHasAllItsCases() throws IOException {
    assertThat(golden()).hasSize(28);
  }

  @Test
  void cutsOffBeforeTheEndMark() {
    // [CLS] una ##ffa ##ble em [SEP]
    assertThat(tokenizer.encode("unaffable embeddings", 6).ids())
        .containsExactly(101, 14477, 20961, 3468, 7861, 102);
    assertThat(tokenizer.encode("unaffable embeddings", 2).ids()).containsExactly(101, 102);
  }

  @Test
  void aTextOfExactlyTheLimitKeepsAllItsTokens() {
    assertThat(tokenizer.encode("Hello, world!", 6).ids())
        .containsExactly(101, 7592, 1010, 2088, 999, 102);
  }

  @Test
  void fillsShorterRowsUp() {
    TokenBatch batch = tokenizer.encode(List.of("hello", "Hello, world!"), 64);

    assertThat(batch.rows()).isEqualTo(2);
    assertThat(batch.length()).isEqualTo(6);
    assertThat(batch.ids())
        .containsExactly(101, 7592, 102, 0, 0, 0, 101, 7592, 1010, 2088, 999, 102);
    assertThat(batch.mask()).containsExactly(1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1);
    assertThat(batch.typeIds()).containsOnly(0).hasSize(12);
  }

  @Test
  void aSpecialTokenInTheTextIsText() {
    assertThat(tokenizer.encode("[SEP]", 64).ids())
        .startsWith(101, 1031)
        .endsWith(1033, 102)
        .hasSizeGreaterThan(4);
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> tokenizer.encode(List.of(), 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("texts: expected at least one, got none");
    assertThatThrownBy(() -> tokenizer.encode("a", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLength: expected at least 2, got 1");
  }

  @Test
  void refusesAnotherKindOfTokenizer() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"model": {"type": "BPE"}, "normalizer": {"type": "NFC"}}
                    """))
        .isInstanceOf(IOException.class)
        .hasMessage("tokenizer.json: model.type: expected WordPiece, got BPE");
    assertThatThrownBy(() -> read("{}"))
        .isInstanceOf(IOException.class)
        .hasMessage("tokenizer.json: field 'model' is missing");
  }

  @Test
  void refusesAVocabularyWithoutItsSpecialTokens() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"model": {"type": "WordPiece", "unk_token": "[UNK]",
                      "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                      "vocab": {"[UNK]": 0, "[CLS]": 1, "a": 2}},
                     "normalizer": {"type": "BertNormalizer", "lowercase": true},
                     "pre_tokenizer": {"type": "BertPreTokenizer"}}
                    """))
        .isInstanceOf(IOException.class)
        .hasMessage("tokenizer.json: vocab has no [SEP]");
  }

  private static WordPiece read(String json) throws IOException {
    return WordPiece.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
