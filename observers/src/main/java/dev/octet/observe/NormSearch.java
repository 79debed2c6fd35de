package dev.octet.observe;

/**
 * PyTorch's search for the range that loses least ({@code
 * HistogramObserver._non_linear_param_search}, after Caffe2's {@code norm_minimization.cc}): ends
 * move inwards by quantiles of 1e-5, the one that passes more bins first, until the squared error
 * grows. In PyTorch's order and its float32; only the sum over bins is of doubles.
 */
final class NormSearch {
  private static final double STEP = 1e-5;

  /** Bins that the error is computed for: PyTorch's 2^8, however many integers a scheme has. */
  private static final int LEVELS = 256;

  private final Bins bins;
  private final float[] counts;
  private final float[] below;
  private final double total;

  private NormSearch(Histogram histogram) {
    bins = histogram.bins();
    counts = new float[histogram.size()];
    below = new float[counts.length];
    double[] cumulative = histogram.cumulative();
    for (int i = 0; i < counts.length; i++) {
      counts[i] = (float) histogram.count(i);
      below[i] = (float) cumulative[i + 1];
    }
    total = (float) cumulative[counts.length];
  }

  static Range search(Histogram histogram) {
    Range range = histogram.range().requireSeen();
    return range.isConstant() ? range : new NormSearch(histogram).search();
  }

  private Range search() {
    double alpha = 0;
    double beta = 1;
    int start = 0;
    int end = counts.length - 1;
    double least = Double.POSITIVE_INFINITY;
    while (alpha < beta) {
      double nextAlpha = alpha + STEP;
      double nextBeta = beta - STEP;
      int left = firstFrom(start, end, (float) (nextAlpha * total));
      int right = lastFrom(start, end, (float) (nextBeta * total));
      int nextStart = start;
      int nextEnd = end;
      if (left - start > end - right) {
        nextStart = left;
        alpha = nextAlpha;
      } else {
        nextEnd = right;
        beta = nextBeta;
      }
      if (nextStart == start && nextEnd == end) {
        continue;
      }
      double error = error(nextStart, nextEnd);
      if (error > least) {
        break;
      }
      least = error;
      start = nextStart;
      end = nextEnd;
    }
    return Range.of(bins.edge(start), bins.edge(end + 1));
  }

  private int firstFrom(int start, int end, float mass) {
    int i = start;
    while (i < end && below[i] < mass) {
      i++;
    }
    return i;
  }

  private int lastFrom(int start, int end, float mass) {
    int i = end;
    while (i > start && below[i] > mass) {
      i--;
    }
    return i;
  }

  /** The squared error of what lies in all bins, if levels divide those from first to last. */
  private double error(int first, int last) {
    double exact = ((double) bins.range().max() - bins.range().min()) * bins.unit() / counts.length;
    double exactLevel = exact * (last - first + 1) / LEVELS;
    float width = (float) exact;
    float level = (float) exactLevel;
    float half = (float) (exactLevel / 2);
    float whole = cube(half, -half);
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      float density = counts[i] / width;
      float begin = (i - first) * width;
      float end = begin + width;
      float levelOfBegin = levelOf(begin, level);
      float levelOfEnd = levelOf(end, level);
      float norm = density * cube(half, begin - (levelOfBegin + 0.5f) * level);
      norm += (levelOfEnd - levelOfBegin - 1) * (density * whole);
      norm += density * cube(end - (levelOfEnd * level + half), -half);
      sum += norm;
    }
    return sum;
  }

  /** The integral of the square of x from one number to another. */
  private static float cube(float to, float from) {
    return (to * to * to - from * from * from) / 3f;
  }

  /** Exact: no quotient of floats is so near an integer that the double would be rounded to it. */
  private static float levelOf(float x, float level) {
    return (int) Math.clamp((double) x / level, 0, LEVELS - 1);
  }
}
