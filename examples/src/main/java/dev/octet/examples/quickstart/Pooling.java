package dev.octet.examples.quickstart;

/**
 * From one vector a token to one vector a sentence, as all-MiniLM-L6-v2 was trained: the mean over
 * the tokens that are not padding, divided by its Euclidean length (the model card's {@code
 * mean_pooling} and {@code normalize}). The model's own second output, BERT's pooler, took no part
 * in that training.
 */
public final class Pooling {
  private Pooling() {}

  /**
   * Pools the output of one sentence.
   *
   * @param hidden the last layer, row-major {@code [mask.length, width]}
   * @param mask 1 for a token, 0 for padding
   * @return {@code width} values
   * @throws IllegalArgumentException if {@code hidden} has no whole number of values a token
   */
  public static float[] meanNormalized(float[] hidden, long[] mask) {
    if (mask.length == 0 || hidden.length == 0 || hidden.length % mask.length != 0) {
      throw new IllegalArgumentException(
          "pooling: expected a multiple of %d values, one row a token, got %d"
              .formatted(mask.length, hidden.length));
    }
    int width = hidden.length / mask.length;
    double[] sum = new double[width];
    for (int token = 0; token < mask.length; token++) {
      if (mask[token] != 0) {
        for (int i = 0; i < width; i++) {
          sum[i] += hidden[token * width + i];
        }
      }
    }
    double squares = 0;
    for (double s : sum) {
      squares += s * s;
    }
    // The count of tokens cancels out: the sum has the direction of the mean.
    double length = Math.sqrt(squares);
    float[] pooled = new float[width];
    for (int i = 0; i < width; i++) {
      pooled[i] = (float) (sum[i] / length);
    }
    return pooled;
  }
}
