package dev.octet.kernel;

import dev.octet.numerics.ByteParams;

/**
 * Normalizations of 8-bit integers as compositions of {@link QNorm}. With Q the integers' sum, R
 * the sum of their squares and n their number, all in double precision:
 *
 * <pre>
 * mean = Q / n,   variance = max(0, R / n - mean^2),   r = s_x / sqrt(variance * s_x^2 + eps)
 * y = clamp(z_y + rint(((q - fl(mean)) * fl(r)) * fl(gamma / s_y) + fl(beta / s_y)))</pre>
 *
 * <p>The input's zero point plays no part: it moves all integers and their mean alike. PyTorch
 * ({@code quantized_normalize_kernel}, QuantizedOpKernels.cpp) computes the same in float.
 */
public final class QNormalization {
  private QNormalization() {}

  /**
   * Factors and terms of channels, in units of the output's scale.
   *
   * @param factor factors
   * @param shift terms, as many
   */
  public record Steps(float[] factor, float[] shift) {
    /**
     * Of gamma and beta, which are counted in real numbers.
     *
     * @param gamma factors
     * @param beta terms, as many
     * @param outputScale the output's scale
     * @return {@code gamma / s_y} and {@code beta / s_y}
     */
    public static Steps of(float[] gamma, float[] beta, float outputScale) {
      float[] factor = new float[gamma.length];
      float[] shift = new float[gamma.length];
      for (int i = 0; i < gamma.length; i++) {
        factor[i] = gamma[i] / outputScale;
        shift[i] = beta[i] / outputScale;
      }
      return new Steps(factor, shift);
    }

    /**
     * Of batch normalization with known statistics: {@code factor = gamma / sqrt(var + eps) * (s_x
     * / s_y)} and {@code shift = (beta - mean * gamma / sqrt(var + eps)) / s_y}, in double
     * precision.
     *
     * @param gamma factors
     * @param beta terms
     * @param mean running means, in real numbers
     * @param variance running variances
     * @param eps added to variances
     * @param inputScale the input's scale
     * @param outputScale the output's scale
     * @return one factor and term for each channel
     */
    public static Steps ofBatch(
        float[] gamma,
        float[] beta,
        float[] mean,
        float[] variance,
        float eps,
        float inputScale,
        float outputScale) {
      float[] factor = new float[gamma.length];
      float[] shift = new float[gamma.length];
      for (int c = 0; c < gamma.length; c++) {
        double unit = gamma[c] / Math.sqrt((double) variance[c] + eps);
        factor[c] = (float) (unit * inputScale / outputScale);
        shift[c] = (float) ((beta[c] - mean[c] * unit) / outputScale);
      }
      return new Steps(factor, shift);
    }
  }

  /**
   * Batch normalization of a run.
   *
   * @param kernel the kernel
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param x what they stand for
   * @param steps {@link Steps#ofBatch}
   * @param at the first element's channel
   * @param step 1 in a channels-last run, 0 in a plane of one channel
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   * @param out what results stand for
   * @param relu whether nothing may be below zero
   */
  public static void batchNorm(
      QNorm kernel,
      byte[] q,
      int offset,
      int n,
      ByteParams x,
      Steps steps,
      int at,
      int step,
      byte[] y,
      int to,
      ByteParams out,
      boolean relu) {
    kernel.apply(
        q,
        offset,
        n,
        x.unsigned(),
        x.zeroPoint(),
        1f,
        steps.factor,
        steps.shift,
        at,
        step,
        y,
        to,
        out.zeroPoint(),
        relu ? out.zeroPoint() : out.qmin(),
        out.qmax());
  }

  /**
   * Layer normalization of a row.
   *
   * @param kernel the kernel
   * @param q integers
   * @param offset index of the first
   * @param n how many, at least 1
   * @param x what they stand for
   * @param steps {@link Steps#of} n gammas and betas
   * @param eps added to the variance
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   * @param out what results stand for
   */
  public static void layerNorm(
      QNorm kernel,
      byte[] q,
      int offset,
      int n,
      ByteParams x,
      Steps steps,
      float eps,
      byte[] y,
      int to,
      ByteParams out) {
    long[] sums = new long[2];
    kernel.sums(q, offset, n, x.unsigned(), sums, 0);
    apply(kernel, q, offset, n, x, Moments.of(sums[0], sums[1], n), eps, steps, 0, 1, y, to, out);
  }

  /**
   * Group normalization of one group of an image whose channels are planes; instance normalization
   * where a group is one channel.
   *
   * @param kernel the kernel
   * @param q integers
   * @param offset index of the group's first
   * @param channels channels of the group
   * @param plane elements of a channel
   * @param x what integers stand for
   * @param steps {@link Steps#of} the gammas and betas of all channels
   * @param first the group's first channel
   * @param eps added to the variance
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   * @param out what results stand for
   */
  public static void groupNorm(
      QNorm kernel,
      byte[] q,
      int offset,
      int channels,
      int plane,
      ByteParams x,
      Steps steps,
      int first,
      float eps,
      byte[] y,
      int to,
      ByteParams out) {
    long[] sums = new long[2];
    int n = channels * plane;
    kernel.sums(q, offset, n, x.unsigned(), sums, 0);
    Moments moments = Moments.of(sums[0], sums[1], n);
    for (int c = 0; c < channels; c++) {
      int skip = c * plane;
      apply(
          kernel, q, offset + skip, plane, x, moments, eps, steps, first + c, 0, y, to + skip, out);
    }
  }

  /**
   * Group normalization of a channels-last image; instance normalization where there are as many
   * groups as channels. Mean and deviation of its group are folded into each channel's factor and
   * term: {@code factor = fl(r * gamma / s_y)}, {@code shift = fl((beta - (mean - z_x) * r * gamma)
   * / s_y)}, and {@code y = clamp(z_y + rint((q - z_x) * factor + shift))}. That rounds otherwise
   * than {@link #groupNorm}, so that a few results in ten thousand are one step apart.
   *
   * @param kernel the kernel
   * @param q integers
   * @param offset index of the image's first
   * @param pixels how many times all channels
   * @param channels channels
   * @param groups groups, which divides the channels
   * @param x what integers stand for
   * @param steps {@link Steps#of} the gammas and betas of all channels
   * @param eps added to variances
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   * @param out what results stand for
   */
  public static void groupNormChannelsLast(
      QNorm kernel,
      byte[] q,
      int offset,
      int pixels,
      int channels,
      int groups,
      ByteParams x,
      Steps steps,
      float eps,
      byte[] y,
      int to,
      ByteParams out) {
    long[] sums = new long[2 * groups];
    groupSums(kernel, q, offset, pixels, channels, groups, x.unsigned(), sums);
    float[] factor = new float[channels];
    float[] shift = new float[channels];
    int each = channels / groups;
    for (int c = 0; c < channels; c++) {
      int g = c / each;
      Moments m = Moments.of(sums[2 * g], sums[2 * g + 1], (long) each * pixels);
      double f = m.factor(x.scale(), eps) * steps.factor[c];
      factor[c] = (float) f;
      shift[c] = (float) (steps.shift[c] - (m.mean - x.zeroPoint()) * f);
    }
    Steps folded = new Steps(factor, shift);
    for (int p = 0; p < pixels; p++) {
      int skip = p * channels;
      batchNorm(kernel, q, offset + skip, channels, x, folded, 0, 1, y, to + skip, out, false);
    }
  }

  /** Sums and sums of squares of groups, in turns. */
  private static void groupSums(
      QNorm kernel,
      byte[] q,
      int offset,
      int pixels,
      int channels,
      int groups,
      boolean unsigned,
      long[] sums) {
    int[] sum = new int[channels];
    int[] squares = new int[channels];
    int each = channels / groups;
    int from = 0;
    while (from < pixels) {
      int end = Math.min(pixels, from + QNorm.MOST_ADDED);
      for (int p = from; p < end; p++) {
        kernel.addSums(q, offset + p * channels, channels, unsigned, sum, squares);
      }
      for (int c = 0; c < channels; c++) {
        sums[2 * (c / each)] += sum[c];
        sums[2 * (c / each) + 1] += squares[c];
        sum[c] = 0;
        squares[c] = 0;
      }
      from = end;
    }
  }

  private static void apply(
      QNorm kernel,
      byte[] q,
      int offset,
      int n,
      ByteParams x,
      Moments moments,
      float eps,
      Steps steps,
      int at,
      int step,
      byte[] y,
      int to,
      ByteParams out) {
    kernel.apply(
        q,
        offset,
        n,
        x.unsigned(),
        (float) moments.mean,
        (float) moments.factor(x.scale(), eps),
        steps.factor,
        steps.shift,
        at,
        step,
        y,
        to,
        out.zeroPoint(),
        out.qmin(),
        out.qmax());
  }

  /** Mean and variance of integers. */
  private record Moments(double mean, double variance) {
    static Moments of(long sum, long squares, long n) {
      double mean = (double) sum / n;
      return new Moments(mean, Math.max(0, (double) squares / n - mean * mean));
    }

    double factor(double scale, double eps) {
      return scale / Math.sqrt(variance * scale * scale + eps);
    }
  }
}
