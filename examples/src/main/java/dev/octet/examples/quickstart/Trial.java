package dev.octet.examples.quickstart;

import dev.octet.examples.report.Progress;
import dev.octet.examples.report.Stopwatch;
import dev.octet.examples.text.TokenBatch;
import dev.octet.examples.text.WordPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What the encoders did with the same sentences: everything here is indexed by encoder.
 *
 * @param embeddings {@code [encoder][sentence][384]}
 * @param ms16 median milliseconds at 16 tokens
 * @param ms128 median milliseconds at 128 tokens
 */
record Trial(float[][][] embeddings, double[] ms16, double[] ms128) {
  private static final int MAX_TOKENS = 256;
  private static final int TEXTS_TO_TIME = 16;
  private static final Stopwatch AT_16 = new Stopwatch(150, 250, 6);
  private static final Stopwatch AT_128 = new Stopwatch(40, 60, 12);

  static Trial run(
      List<Encoder> encoders, WordPiece tokenizer, List<String> sentences, Progress progress) {
    progress.phase("encoding");
    float[][][] embeddings = new float[encoders.size()][sentences.size()][];
    for (int s = 0; s < sentences.size(); s++) {
      TokenBatch tokens = tokenizer.encode(sentences.get(s), MAX_TOKENS);
      for (int e = 0; e < encoders.size(); e++) {
        embeddings[e][s] = encoders.get(e).embed(tokens);
      }
      progress.step(1);
    }
    progress.phase("timing at 16");
    double[] ms16 = AT_16.medians(jobs(encoders, textsOf(16, tokenizer, sentences)), progress);
    progress.phase("timing at 128");
    double[] ms128 = AT_128.medians(jobs(encoders, textsOf(128, tokenizer, sentences)), progress);
    return new Trial(embeddings, ms16, ms128);
  }

  /** A sentence at a time; tokenizing is not in it. */
  private static List<IntConsumer> jobs(List<Encoder> encoders, List<TokenBatch> texts) {
    return encoders.stream()
        .map(e -> (IntConsumer) i -> e.embed(texts.get(i % texts.size())))
        .toList();
  }

  static int steps(int sentences) {
    return sentences + AT_16.steps() + AT_128.steps();
  }

  /** Texts of exactly so many tokens: sentences in a row, cut off. */
  static List<TokenBatch> textsOf(int tokens, WordPiece tokenizer, List<String> sentences) {
    List<TokenBatch> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String sentence : sentences) {
      text.append(sentence).append(' ');
      TokenBatch batch = tokenizer.encode(text.toString(), tokens);
      if (batch.length() == tokens) {
        texts.add(batch);
        text.setLength(0);
      }
      if (texts.size() == TEXTS_TO_TIME) {
        return texts;
      }
    }
    throw new IllegalArgumentException(
        "%d sentences make %d texts of %d tokens, expected %d"
            .formatted(sentences.size(), texts.size(), tokens, TEXTS_TO_TIME));
  }
}
