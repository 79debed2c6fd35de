package dev.octet.examples.quickstart;

/**
 * How near one model's embeddings are to another's, over the same sentences.
 *
 * @param cosineMean mean cosine between the two embeddings of a sentence
 * @param cosineWorst the smallest of these cosines
 * @param nearestNeighbourAgreement share, 0 to 1, of the sentences whose nearest other sentence is
 *     the same by both models
 */
record Fidelity(double cosineMean, double cosineWorst, double nearestNeighbourAgreement) {

  static Fidelity of(float[][] reference, float[][] embeddings) {
    if (reference.length != embeddings.length || reference.length < 2) {
      throw new IllegalArgumentException(
          "fidelity: expected two lists of one length, at least 2, got %d and %d"
              .formatted(reference.length, embeddings.length));
    }
    int[] expected = Vectors.nearest(reference);
    int[] actual = Vectors.nearest(embeddings);
    double sum = 0;
    double worst = Double.POSITIVE_INFINITY;
    int same = 0;
    for (int i = 0; i < reference.length; i++) {
      double cosine = Vectors.cosine(reference[i], embeddings[i]);
      sum += cosine;
      // Unlike a comparison, Math.min keeps a NaN: a broken model must not look like a good one.
      worst = Math.min(worst, cosine);
      same += expected[i] == actual[i] ? 1 : 0;
    }
    return new Fidelity(sum / reference.length, worst, (double) same / reference.length);
  }
}
