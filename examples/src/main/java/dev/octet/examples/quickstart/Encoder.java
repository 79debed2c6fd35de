package dev.octet.examples.quickstart;

import dev.octet.examples.text.TokenBatch;

/** A sentence encoder on some runtime, ready to run on one thread. */
public interface Encoder extends AutoCloseable {

  /**
   * What a table calls it.
   *
   * @return a short name
   */
  String name();

  /**
   * Size of the file that holds the model.
   *
   * @return bytes
   */
  long modelBytes();

  /**
   * Runs the model and pools its output to one vector a sentence, as {@link Pooling} does.
   *
   * @param sentence a batch of one row
   * @return a vector of Euclidean length 1
   */
  float[] embed(TokenBatch sentence);

  @Override
  void close();
}
