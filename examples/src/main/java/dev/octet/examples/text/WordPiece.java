package dev.octet.examples.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * The tokenizer of BERT's uncased models (Devlin et al., 2018): words are cut, from the left, into
 * the longest pieces that the vocabulary has; a piece that continues a word is written with a
 * prefix, {@code ##}. Text that looks like a special token ({@code [SEP]}) is text here, never the
 * token.
 *
 * <p>Immutable, and safe to use from many threads.
 */
public final class WordPiece {
  private final Map<String, Long> starts = new HashMap<>();
  private final Map<String, Long> continuations = new HashMap<>();
  private final int maxWordLength;
  private final long unknown;
  private final long begin;
  private final long end;
  private final long pad;

  private WordPiece(JsonNode model) throws IOException {
    String prefix = text(model, "continuing_subword_prefix");
    for (Map.Entry<String, JsonNode> entry : field(model, "vocab").properties()) {
      String piece = entry.getKey();
      if (!entry.getValue().canConvertToInt()) {
        throw new IOException(
            "tokenizer.json: vocab '%s': expected an integer, got %s"
                .formatted(piece, entry.getValue()));
      }
      long id = entry.getValue().longValue();
      if (piece.startsWith(prefix) && piece.length() > prefix.length()) {
        continuations.put(piece.substring(prefix.length()), id);
      } else {
        starts.put(piece, id);
      }
    }
    maxWordLength = field(model, "max_input_chars_per_word").intValue();
    unknown = special(text(model, "unk_token"));
    begin = special("[CLS]");
    end = special("[SEP]");
    pad = special("[PAD]");
  }

  /**
   * Reads the vocabulary from HuggingFace's {@code tokenizer.json}. Its settings for padding and
   * truncation are the caller's to choose, and are not read.
   *
   * @param json the file; not closed
   * @return the tokenizer
   * @throws IOException if it cannot be read, or is no uncased WordPiece tokenizer
   */
  public static WordPiece read(InputStream json) throws IOException {
    Objects.requireNonNull(json, "json");
    JsonNode root = new ObjectMapper().readTree(json);
    JsonNode model = field(root, "model");
    JsonNode normalizer = field(root, "normalizer");
    expect("model.type", "WordPiece", text(model, "type"));
    expect("normalizer.type", "BertNormalizer", text(normalizer, "type"));
    expect("normalizer.lowercase", "true", field(normalizer, "lowercase").asText());
    expect("pre_tokenizer.type", "BertPreTokenizer", text(field(root, "pre_tokenizer"), "type"));
    return new WordPiece(model);
  }

  /**
   * Tokenizes one text.
   *
   * @param text any text, the empty one too
   * @param maxLength most tokens to return, [CLS] and [SEP] included; at least 2
   * @return a batch of one row, without padding
   */
  public TokenBatch encode(String text, int maxLength) {
    return encode(List.of(text), maxLength);
  }

  /**
   * Tokenizes texts and fills the rows up to the longest of them with [PAD].
   *
   * @param texts at least one
   * @param maxLength most tokens of a row, [CLS] and [SEP] included; at least 2; what is beyond is
   *     cut off
   * @return one row for each text
   * @throws IllegalArgumentException if there is no text, or {@code maxLength} is below 2
   */
  public TokenBatch encode(List<String> texts, int maxLength) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("texts: expected at least one, got none");
    }
    if (maxLength < 2) {
      throw new IllegalArgumentException("maxLength: expected at least 2, got " + maxLength);
    }
    return TokenBatch.pad(texts.stream().map(text -> row(text, maxLength)).toList(), pad);
  }

  private long[] row(String text, int maxLength) {
    List<Long> ids = new ArrayList<>();
    ids.add(begin);
    for (String word : BertText.words(text)) {
      ids.addAll(pieces(word));
      if (ids.size() >= maxLength) {
        break;
      }
    }
    return LongStream.concat(
            ids.stream().limit(maxLength - 1L).mapToLong(Long::longValue), LongStream.of(end))
        .toArray();
  }

  /** Cuts a word, or returns the unknown token alone if any part of it cannot be matched. */
  private List<Long> pieces(String word) {
    if (word.codePointCount(0, word.length()) > maxWordLength) {
      return List.of(unknown);
    }
    List<Long> pieces = new ArrayList<>();
    int from = 0;
    while (from < word.length()) {
      Map<String, Long> vocabulary = from == 0 ? starts : continuations;
      int to = word.length();
      Long id = vocabulary.get(word.substring(from, to));
      while (id == null && --to > from) {
        id = vocabulary.get(word.substring(from, to));
      }
      if (id == null) {
        return List.of(unknown);
      }
      pieces.add(id);
      from = to;
    }
    return pieces;
  }

  private long special(String token) throws IOException {
    Long id = starts.get(token);
    if (id == null) {
      throw new IOException("tokenizer.json: vocab has no " + token);
    }
    return id;
  }

  private static JsonNode field(JsonNode node, String name) throws IOException {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IOException("tokenizer.json: field '%s' is missing".formatted(name));
    }
    return value;
  }

  private static String text(JsonNode node, String name) throws IOException {
    return field(node, name).asText();
  }

  private static void expect(String field, String expected, String actual) throws IOException {
    if (!expected.equals(actual)) {
      throw new IOException(
          "tokenizer.json: %s: expected %s, got %s".formatted(field, expected, actual));
    }
  }
}
