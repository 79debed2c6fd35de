package dev.octet.observe;

/**
 * Finds the bins about 0.0 with the least divergence {@code D(P||Q) = sum p ln(p / q)}. P is what
 * they hold, with all that lies outside in the first and the last of them; Q is what they hold
 * themselves, divided into as many levels as the scheme has integers for them, each level spread
 * evenly over its bins that are not empty in P. Both are made to add up to 1.
 *
 * <p>The bin of 0.0 counts no more than the greater of its neighbours, since 0.0 has an integer of
 * its own whatever the range: the zeros of a ReLU would else draw the range together (NVIDIA's
 * pytorch-quantization does so with the first bin).
 *
 * <p>Sums over bins come from running sums, so that a candidate costs a step for each level.
 */
final class EntropySearch {
  /** What an empty level counts as where P is not empty: as in ONNX Runtime's smoothing. */
  private static final double ALMOST_NOTHING = 1e-4;

  private final QScheme scheme;
  private final Bins bins;
  private final int zero;
  private final double[] counts;
  private final double[] below;
  private final double[] entropyBelow;
  private final int[] filledBelow;

  private EntropySearch(Histogram histogram, QScheme scheme) {
    this.scheme = scheme;
    bins = histogram.bins();
    zero = bins.bin(Math.clamp(0f, bins.range().min(), bins.range().max()));
    counts = new double[histogram.size()];
    below = new double[counts.length + 1];
    entropyBelow = new double[below.length];
    filledBelow = new int[below.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = i == zero ? besidesZero(histogram) : histogram.count(i);
      below[i + 1] = below[i] + counts[i];
      entropyBelow[i + 1] = entropyBelow[i] + xLogX(counts[i]);
      filledBelow[i + 1] = filledBelow[i] + (counts[i] > 0 ? 1 : 0);
    }
  }

  private double besidesZero(Histogram histogram) {
    if (bins.range().min() > 0 || bins.range().max() < 0) {
      return histogram.count(zero);
    }
    double before = zero > 0 ? histogram.count(zero - 1) : 0;
    double after = zero + 1 < histogram.size() ? histogram.count(zero + 1) : 0;
    return Math.min(histogram.count(zero), Math.max(before, after));
  }

  static Range search(Histogram histogram, QScheme scheme) {
    return new EntropySearch(histogram, scheme).search();
  }

  private Range search() {
    Range best = bins.range();
    double least = divergence(0, counts.length);
    for (int reach = 0; reach < counts.length; reach++) {
      int first = Math.max(0, zero - reach);
      int last = Math.min(counts.length, zero + reach + 1);
      double divergence = divergence(first, last);
      if (divergence < least) {
        least = divergence;
        best = bins.between(first, last);
      }
    }
    return best;
  }

  /** Infinite for bins that hold nothing, or are fewer than the integers they would get. */
  private double divergence(int first, int last) {
    int width = last - first;
    int levels = levels(first, last);
    double inside = below[last] - below[first];
    if (inside == 0 || width < levels) {
      return Double.POSITIVE_INFINITY;
    }
    double lower = below[first];
    double upper = below[counts.length] - below[last];
    double total = lower + inside + upper;
    double ofP = entropy(first, last, lower, upper) / total - Math.log(total);
    double ofQ = 0;
    int from = first;
    for (int level = 0; level < levels; level++) {
      int to = first + (int) ((long) (level + 1) * width / levels);
      double own = below[to] - below[from];
      double outside = (level == 0 ? lower : 0) + (level == levels - 1 ? upper : 0);
      if (own + outside > 0) {
        int filled = filled(from, to, from == first ? lower : 0, to == last ? upper : 0);
        ofQ += (own + outside) * Math.log(Math.max(own, ALMOST_NOTHING) / (filled * inside));
      }
      from = to;
    }
    return ofP - ofQ / total;
  }

  /** How many integers the scheme has for a range that ends with these bins. */
  private int levels(int first, int last) {
    Range range = bins.between(first, last);
    double steps = ((double) range.max() - range.min()) / scheme.scale(range);
    return (int) Math.clamp(Math.rint(steps) + 1, 1, (double) scheme.qmax() - scheme.qmin() + 1);
  }

  private double entropy(int first, int last, double lower, double upper) {
    double low = counts[first];
    double high = counts[last - 1];
    double sum = entropyBelow[last] - entropyBelow[first];
    if (last - first == 1) {
      return xLogX(low + lower + upper);
    }
    return sum - xLogX(low) - xLogX(high) + xLogX(low + lower) + xLogX(high + upper);
  }

  private int filled(int from, int to, double lower, double upper) {
    int filled = filledBelow[to] - filledBelow[from];
    boolean first = counts[from] == 0 && lower > 0;
    boolean last = counts[to - 1] == 0 && upper > 0;
    boolean both = first && last && to - from == 1;
    return filled + (first ? 1 : 0) + (last && !both ? 1 : 0);
  }

  private static double xLogX(double x) {
    return x > 0 ? x * Math.log(x) : 0;
  }
}
