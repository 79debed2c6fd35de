package dev.octet.examples.quickstart;

/** Cosines and nearest neighbours of embeddings. */
final class Vectors {
  private Vectors() {}

  /** Cosine of the angle between two vectors, in double precision. */
  static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }

  /** For each vector, the index of the other vector with the largest cosine to it. */
  static int[] nearest(float[][] vectors) {
    int[] nearest = new int[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < vectors.length; j++) {
        double cosine = i == j ? Double.NEGATIVE_INFINITY : cosine(vectors[i], vectors[j]);
        if (cosine > best) {
          best = cosine;
          nearest[i] = j;
        }
      }
    }
    return nearest;
  }

  static double maxAbsDifference(float[][] a, float[][] b) {
    double max = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        max = Math.max(max, Math.abs((double) a[i][j] - b[i][j]));
      }
    }
    return max;
  }
}
