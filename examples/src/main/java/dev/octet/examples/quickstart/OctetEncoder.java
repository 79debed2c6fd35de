package dev.octet.examples.quickstart;

import dev.octet.examples.text.TokenBatch;
import dev.octet.nn.Graph;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.Map;

/** A sentence encoder on Octet: a graph made ready on the best engine, for one thread. */
final class OctetEncoder implements Encoder {
  static final int THREADS = 1;

  private final String name;
  private final long modelBytes;
  private final Session session;

  OctetEncoder(String name, long modelBytes, Graph graph) {
    this.name = name;
    this.modelBytes = modelBytes;
    this.session = graph.session(SessionOptions.threads(THREADS));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long modelBytes() {
    return modelBytes;
  }

  String engine() {
    return session.engine().describe();
  }

  @Override
  public float[] embed(TokenBatch sentence) {
    Map<String, Tensor> inputs =
        Map.of(
            "input_ids", tensor(sentence, sentence.ids()),
            "attention_mask", tensor(sentence, sentence.mask()),
            "token_type_ids", tensor(sentence, sentence.typeIds()));
    float[] hidden = session.run(inputs).floats(MiniLm.HIDDEN).toArray();
    return Pooling.meanNormalized(hidden, sentence.mask());
  }

  private static LongTensor tensor(TokenBatch sentence, long[] values) {
    return LongTensor.wrap(values, sentence.rows(), sentence.length());
  }

  @Override
  public void close() {
    // Nothing to give back: a session's memory is the garbage collector's.
  }
}
