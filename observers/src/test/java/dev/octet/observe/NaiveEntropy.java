package dev.octet.observe;

import java.util.Arrays;

/** What {@link EntropySearch} computes, straight from its description. */
final class NaiveEntropy {
  private NaiveEntropy() {}

  static Range search(Histogram histogram, QScheme scheme) {
    Bins bins = histogram.bins();
    double[] counts = new double[histogram.size()];
    Arrays.setAll(counts, histogram::count);
    int zero = bins.bin(0f);
    double before = zero > 0 ? counts[zero - 1] : 0;
    double after = zero + 1 < counts.length ? counts[zero + 1] : 0;
    counts[zero] = Math.min(counts[zero], Math.max(before, after));
    Range best = bins.range();
    double least = divergence(counts, 0, counts.length, levels(bins, scheme, 0, counts.length));
    for (int reach = 0; reach < counts.length; reach++) {
      int first = Math.max(0, zero - reach);
      int last = Math.min(counts.length, zero + reach + 1);
      double divergence = divergence(counts, first, last, levels(bins, scheme, first, last));
      if (divergence < least - 1e-12) {
        least = divergence;
        best = bins.between(first, last);
      }
    }
    return best;
  }

  private static int levels(Bins bins, QScheme scheme, int first, int last) {
    Range range = bins.between(first, last);
    double steps = ((double) range.max() - range.min()) / scheme.scale(range);
    return (int) Math.min(Math.rint(steps) + 1, scheme.qmax() - scheme.qmin() + 1);
  }

  private static double divergence(double[] counts, int first, int last, int levels) {
    double[] own = Arrays.copyOfRange(counts, first, last);
    if (Arrays.stream(own).sum() == 0 || own.length < levels) {
      return Double.POSITIVE_INFINITY;
    }
    double[] p = own.clone();
    p[0] += Arrays.stream(counts, 0, first).sum();
    p[p.length - 1] += Arrays.stream(counts, last, counts.length).sum();
    double[] q = new double[p.length];
    for (int level = 0; level < levels; level++) {
      int from = level * p.length / levels;
      int to = (level + 1) * p.length / levels;
      double mass = Arrays.stream(own, from, to).sum();
      long filled = Arrays.stream(p, from, to).filter(x -> x > 0).count();
      for (int i = from; i < to; i++) {
        q[i] = p[i] > 0 ? Math.max(mass, 1e-4) / filled : 0;
      }
    }
    double totalOfP = Arrays.stream(p).sum();
    double totalOfQ = Arrays.stream(own).sum();
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] > 0 ? p[i] / totalOfP * Math.log(p[i] / totalOfP / (q[i] / totalOfQ)) : 0;
    }
    return sum;
  }
}
