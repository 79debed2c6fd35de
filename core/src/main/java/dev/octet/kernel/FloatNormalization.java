package dev.octet.kernel;

/**
 * Float group, instance and batch normalization as compositions of {@link FloatNorm}. With S the
 * values' sum, R the sum of their squares and n their number, all in double precision:
 *
 * <pre>
 * mean = S / n,   variance = max(0, R / n - mean^2),   r = 1 / sqrt(variance + eps)
 * y = (x - fl(mean)) * fl(r * gamma) + beta</pre>
 *
 * <p>In a channels-last image the mean goes into the term instead: {@code y = x * fl(r * gamma) +
 * fl(beta - mean * r * gamma)}.
 */
public final class FloatNormalization {
  private FloatNormalization() {}

  /**
   * Factors and terms of channels.
   *
   * @param factor factors
   * @param shift terms, as many
   */
  public record Channels(float[] factor, float[] shift) {
    /**
     * Of batch normalization with known statistics: {@code factor = gamma / sqrt(var + eps)} and
     * {@code shift = beta - mean * gamma / sqrt(var + eps)}, in double precision. {@link
     * FloatNorm#apply} with center 0 does the rest.
     *
     * @param gamma factors
     * @param beta terms
     * @param mean running means
     * @param variance running variances
     * @param eps added to variances
     * @return one factor and term for each channel
     */
    public static Channels ofBatch(
        float[] gamma, float[] beta, float[] mean, float[] variance, float eps) {
      float[] factor = new float[gamma.length];
      float[] shift = new float[gamma.length];
      for (int c = 0; c < gamma.length; c++) {
        double unit = gamma[c] / Math.sqrt((double) variance[c] + eps);
        factor[c] = (float) unit;
        shift[c] = (float) (beta[c] - mean[c] * unit);
      }
      return new Channels(factor, shift);
    }
  }

  /**
   * Group normalization of one group of an image whose channels are planes; instance normalization
   * where a group is one channel.
   *
   * @param kernel the kernel
   * @param x values
   * @param offset index of the group's first
   * @param channels channels of the group
   * @param plane elements of a channel
   * @param affine gammas and betas of all channels
   * @param first the group's first channel
   * @param eps added to the variance
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  public static void groupNorm(
      FloatNorm kernel,
      float[] x,
      int offset,
      int channels,
      int plane,
      Channels affine,
      int first,
      float eps,
      float[] y,
      int to) {
    double[] sums = new double[2];
    int n = channels * plane;
    kernel.sums(x, offset, n, sums, 0);
    double mean = sums[0] / n;
    double r = reciprocalDeviation(mean, sums[1], n, eps);
    float[] factor = new float[1];
    float[] shift = new float[1];
    for (int c = 0; c < channels; c++) {
      factor[0] = (float) (r * affine.factor[first + c]);
      shift[0] = affine.shift[first + c];
      int skip = c * plane;
      kernel.apply(x, offset + skip, plane, (float) mean, factor, shift, 0, 0, y, to + skip);
    }
  }

  /**
   * Group normalization of a channels-last image; instance normalization where there are as many
   * groups as channels.
   *
   * @param kernel the kernel
   * @param x values
   * @param offset index of the image's first
   * @param pixels how many times all channels
   * @param channels channels
   * @param groups groups, which divides the channels
   * @param affine gammas and betas of all channels
   * @param eps added to variances
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  public static void groupNormChannelsLast(
      FloatNorm kernel,
      float[] x,
      int offset,
      int pixels,
      int channels,
      int groups,
      Channels affine,
      float eps,
      float[] y,
      int to) {
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    for (int p = 0; p < pixels; p++) {
      kernel.addSums(x, offset + p * channels, channels, sums, squares);
    }
    int each = channels / groups;
    double n = (double) each * pixels;
    float[] factor = new float[channels];
    float[] shift = new float[channels];
    for (int first = 0; first < channels; first += each) {
      double sum = 0;
      double square = 0;
      for (int c = first; c < first + each; c++) {
        sum += sums[c];
        square += squares[c];
      }
      double mean = sum / n;
      double r = reciprocalDeviation(mean, square, n, eps);
      for (int c = first; c < first + each; c++) {
        factor[c] = (float) (r * affine.factor[c]);
        shift[c] = (float) (affine.shift[c] - mean * r * affine.factor[c]);
      }
    }
    for (int p = 0; p < pixels; p++) {
      int skip = p * channels;
      kernel.apply(x, offset + skip, channels, 0f, factor, shift, 0, 1, y, to + skip);
    }
  }

  private static double reciprocalDeviation(double mean, double squares, double n, float eps) {
    return 1 / Math.sqrt(Math.max(0, squares / n - mean * mean) + eps);
  }
}
