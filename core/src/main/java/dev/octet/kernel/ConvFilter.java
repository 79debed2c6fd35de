package dev.octet.kernel;

/**
 * What a convolution is, whatever the size of its input. There are always three spatial axes; the
 * ones that a 1-d or 2-d convolution has not are {@link Axis#NONE}, on inputs of size 1.
 *
 * <pre>
 * y[n][o][c] = sum over taps t, channels i of the group of c:  x[n][o * stride - padding + t * dilation][i] * w[c][t][i]
 * transposed:  x[n][(o + padding - t * dilation) / stride][i]   where that division leaves no rest
 * </pre>
 *
 * <p>{@code o} and {@code t} go over all three axes; positions outside the input count as zero,
 * that is, as the zero point. Source: PyTorch {@code Conv1d} to {@code Conv3d} and {@code
 * ConvTranspose1d} to {@code ConvTranspose3d}; ONNX {@code Conv} and {@code ConvTranspose}.
 *
 * @param inChannels channels of the input, a multiple of {@code groups}
 * @param outChannels channels of the output, a multiple of {@code groups}
 * @param groups groups of channels that do not see one another
 * @param transposed whether input and output positions change places
 * @param depth the outermost axis
 * @param height the middle axis
 * @param width the innermost axis
 */
public record ConvFilter(
    int inChannels,
    int outChannels,
    int groups,
    boolean transposed,
    Axis depth,
    Axis height,
    Axis width) {
  /**
   * One spatial axis.
   *
   * @param kernel taps, at least 1
   * @param stride at least 1
   * @param paddingBefore positions added before the first, 0 or more
   * @param paddingAfter positions added after the last, 0 or more
   * @param dilation distance between taps, at least 1
   * @param outputPadding of a transposed convolution: positions added after the last output, less
   *     than the greater of stride and dilation; otherwise 0
   */
  public record Axis(
      int kernel,
      int stride,
      int paddingBefore,
      int paddingAfter,
      int dilation,
      int outputPadding) {
    /** The axis that is not there: one tap, one position. */
    public static final Axis NONE = new Axis(1, 1, 0, 0, 1, 0);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Axis {
      if (kernel < 1
          || stride < 1
          || dilation < 1
          || paddingBefore < 0
          || paddingAfter < 0
          || outputPadding < 0) {
        throw new IllegalArgumentException(
            "convolution axis: kernel "
                + kernel
                + ", stride "
                + stride
                + ", dilation "
                + dilation
                + " must be at least 1, padding "
                + paddingBefore
                + ", "
                + paddingAfter
                + ", output padding "
                + outputPadding
                + " at least 0");
      }
    }

    /**
     * Whether this axis is not there.
     *
     * @return true for {@link #NONE}
     */
    public boolean isNone() {
      return kernel == 1
          && stride == 1
          && paddingBefore == 0
          && paddingAfter == 0
          && dilation == 1
          && outputPadding == 0;
    }

    /**
     * An axis with the same padding on both sides and no dilation.
     *
     * @param kernel taps
     * @param stride the stride
     * @param padding positions added on each side
     * @return the axis
     */
    public static Axis of(int kernel, int stride, int padding) {
      return new Axis(kernel, stride, padding, padding, 1, 0);
    }

    private int span() {
      return dilation * (kernel - 1);
    }

    /** Whether output positions are input positions. */
    boolean isPoint() {
      return kernel == 1
          && stride == 1
          && paddingBefore == 0
          && paddingAfter == 0
          && outputPadding == 0;
    }
  }

  /**
   * Checks channels and groups.
   *
   * @throws IllegalArgumentException if channels are not multiples of the groups, or an output
   *     padding is out of its range
   */
  public ConvFilter {
    if (groups < 1 || inChannels < 1 || outChannels < 1) {
      throw new IllegalArgumentException(
          "convolution: channels "
              + inChannels
              + " and "
              + outChannels
              + " and groups "
              + groups
              + " must be at least 1");
    }
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "convolution: channels "
              + inChannels
              + " and "
              + outChannels
              + " must be multiples of the groups, "
              + groups);
    }
    for (Axis axis : new Axis[] {depth, height, width}) {
      int most = transposed ? Math.max(axis.stride(), axis.dilation()) - 1 : 0;
      if (axis.outputPadding() > most) {
        throw new IllegalArgumentException(
            "convolution: output padding " + axis.outputPadding() + " is above " + most);
      }
    }
  }

  /**
   * A plain 2-d convolution.
   *
   * @param inChannels channels of the input
   * @param outChannels channels of the output
   * @param groups groups of channels
   * @param kernel taps on both axes
   * @param stride stride on both axes
   * @param padding positions added on all four sides
   * @return the filter
   */
  public static ConvFilter of2d(
      int inChannels, int outChannels, int groups, int kernel, int stride, int padding) {
    Axis axis = Axis.of(kernel, stride, padding);
    return new ConvFilter(inChannels, outChannels, groups, false, Axis.NONE, axis, axis);
  }

  /**
   * Taps on all axes together.
   *
   * @return at least 1
   */
  public int taps() {
    return Math.multiplyExact(Math.multiplyExact(depth.kernel(), height.kernel()), width.kernel());
  }

  /**
   * Input channels of one group.
   *
   * @return at least 1
   */
  public int groupInputs() {
    return inChannels / groups;
  }

  /**
   * Output channels of one group.
   *
   * @return at least 1
   */
  public int groupOutputs() {
    return outChannels / groups;
  }

  /**
   * Weights of one output channel, the K of its sums.
   *
   * @return taps times input channels of a group
   */
  public int k() {
    return Math.multiplyExact(taps(), groupInputs());
  }

  /**
   * Whether this is a matrix product of pixels: one group, one tap, outputs where inputs are.
   *
   * @return whether input pixels are rows of that product
   */
  public boolean isPointwise() {
    return groups == 1 && depth.isPoint() && height.isPoint() && width.isPoint();
  }

  /**
   * Whether each group has one input channel, and there are several.
   *
   * @return whether sums go over taps only
   */
  public boolean isDepthwise() {
    return groups > 1 && groupInputs() == 1;
  }

  /**
   * The size of the output along an axis.
   *
   * @param axis one of this filter's
   * @param in the input's size along it
   * @return the size, 0 or less where the kernel does not fit
   */
  public int outputSize(Axis axis, int in) {
    int padding = axis.paddingBefore() + axis.paddingAfter();
    return transposed
        ? (in - 1) * axis.stride() - padding + axis.span() + axis.outputPadding() + 1
        : Math.floorDiv(in + padding - axis.span() - 1, axis.stride()) + 1;
  }

  /**
   * Which input position an output position sees through a tap.
   *
   * @param axis one of this filter's
   * @param in the input's size along it
   * @param out output position
   * @param tap from 0
   * @return the position, or -1 where there is none
   */
  public int inputAt(Axis axis, int in, int out, int tap) {
    int at;
    if (transposed) {
      int scaled = out + axis.paddingBefore() - tap * axis.dilation();
      at = scaled % axis.stride() == 0 ? scaled / axis.stride() : -1;
    } else {
      at = out * axis.stride() - axis.paddingBefore() + tap * axis.dilation();
    }
    return at >= 0 && at < in ? at : -1;
  }
}
