package dev.octet.kernel;

/**
 * Pooling of volumes: maximum and average over windows, of 8-bit integers and of floats. Windows
 * are tables for each axis ({@link Windows}), so that sliding, dilated, adaptive and global pooling
 * are one operation. With W(o) the elements of the window of pixel o = (n, od, oh, ow),
 *
 * <pre>
 * max:      y[o][c] = max of x[p][c] over p in W(o)
 * average:  acc     = sum of q[p][c] over p in W(o)  -  size(W(o)) * zx            int32
 *           m       = fl(fl(sx / sy) / divisor(o))
 *           y[o][c] = clamp(rint(clamp(fl(float(acc) * m), lo - zy, hi - zy)) + zy)
 * floats:   y[o][c] = fl(sum of x[p][c] over p in W(o) / divisor(o))
 * </pre>
 *
 * <p>The divisor is the product of the three axes' divisors, or a number of the caller's. Padding
 * never wins a maximum, and stands for the real 0 in an average. A window without elements has the
 * least integer, or negative infinity, as its maximum, and the real 0 as its average. Sums of
 * floats are taken in float32 in the order of D, H, W, so that floats are the same everywhere too;
 * a NaN in the window makes the result NaN.
 *
 * <p>The equations are PyTorch's: {@code aten/src/ATen/native/quantized/cpu/kernels/
 * QuantizedOpKernels.cpp}, {@code _qavg_pool_nhwc_kernel}.
 */
public interface Pool extends Kernel {
  /**
   * The greatest window for which no sum can leave int32: {@code 8,421,504 * 255 < 2^31}. Callers
   * refuse more in averages of integers.
   */
  int MAX_WINDOW = 8_421_504;

  /**
   * What is pooled, and how.
   *
   * @param in sizes of the input
   * @param d windows along D
   * @param h windows along H
   * @param w windows along W
   */
  record Shape(Volume in, Windows d, Windows h, Windows w) {
    /**
     * Checks that the windows are of this input.
     *
     * @throws IllegalArgumentException if they are not
     */
    public Shape {
      if (d.size() != in.d() || h.size() != in.h() || w.size() != in.w()) {
        throw new IllegalArgumentException(
            "windows over %d x %d x %d, the input has %d x %d x %d"
                .formatted(d.size(), h.size(), w.size(), in.d(), in.h(), in.w()));
      }
    }

    /**
     * Sizes of the result.
     *
     * @return as many images and channels, and a pixel for each window
     */
    public Volume out() {
      return new Volume(in.n(), d.out(), h.out(), w.out(), in.c());
    }

    /**
     * The product of the axes' divisors.
     *
     * @param od index along D
     * @param oh index along H
     * @param ow index along W
     * @return what an average over this window divides by
     */
    public float divisor(int od, int oh, int ow) {
      return (float) ((long) d.divisor()[od] * h.divisor()[oh] * w.divisor()[ow]);
    }
  }

  /**
   * The integers of an average.
   *
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127, in both
   * @param inputZeroPoint zx
   * @param ratio {@code fl(sx / sy)}; 1 where the result has the input's scale
   * @param zeroPoint zy
   * @param lo least result, within the type
   * @param hi greatest result, within the type
   */
  record Integers(
      boolean unsigned, int inputZeroPoint, float ratio, int zeroPoint, int lo, int hi) {}

  /**
   * Maximum of integers.
   *
   * @param x input
   * @param offset index of its first element
   * @param shape sizes and windows
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads and scratch
   */
  void max(
      byte[] x, int offset, Shape shape, boolean unsigned, byte[] y, int to, KernelContext context);

  /**
   * Average of integers.
   *
   * @param x input
   * @param offset index of its first element
   * @param shape sizes and windows, none of more than {@link #MAX_WINDOW} elements
   * @param integers what integers stand for
   * @param divisor what to divide by instead of the windows' own divisor, or 0
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads and scratch
   */
  void average(
      byte[] x,
      int offset,
      Shape shape,
      Integers integers,
      int divisor,
      byte[] y,
      int to,
      KernelContext context);

  /**
   * Maximum of floats.
   *
   * @param x input
   * @param offset index of its first element
   * @param shape sizes and windows
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads and scratch
   */
  void max(float[] x, int offset, Shape shape, float[] y, int to, KernelContext context);

  /**
   * Average of floats.
   *
   * @param x input
   * @param offset index of its first element
   * @param shape sizes and windows
   * @param divisor what to divide by instead of the windows' own divisor, or 0
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads and scratch
   */
  void average(
      float[] x, int offset, Shape shape, int divisor, float[] y, int to, KernelContext context);
}
