package dev.octet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.examples.text.WordPiece;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
  @Test
  void areEnoughDifferentAndOfManyLengths() throws IOException {
    List<String> sentences = MiniLm.sentences();

    assertThat(sentences).hasSizeGreaterThanOrEqualTo(240).doesNotHaveDuplicates();
    assertThat(sentences).allSatisfy(s -> assertThat(s.split(" ").length).as(s).isBetween(4, 40));
  }

  @Test
  void makeTextsOfExactLength() throws IOException {
    WordPiece tokenizer = MiniLm.tokenizer();
    List<String> sentences = MiniLm.sentences();

    for (int tokens : new int[] {16, 128}) {
      assertThat(Trial.textsOf(tokens, tokenizer, sentences))
          .hasSize(16)
          .allSatisfy(text -> assertThat(text.length()).isEqualTo(tokens))
          .allSatisfy(text -> assertThat(text.mask()).containsOnly(1));
    }
  }
}
