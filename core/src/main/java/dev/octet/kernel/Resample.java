package dev.octet.kernel;

/**
 * Linear interpolation of volumes along one, two or three axes, of 8-bit integers and of floats.
 * With u the weight of the upper neighbour and v = fl(1 - u), along an axis
 *
 * <pre>
 * between(a, b) = fl(fl(v * a) + fl(u * b))
 * </pre>
 *
 * <p>which is applied to neighbours along W first, then along H, then along D; an axis where every
 * element stays where it is takes no part. Floats are done with that. Integers are taken as they
 * are, and the result r becomes
 *
 * <pre>
 * y = z + rint(fl(r - z))
 * </pre>
 *
 * <p>with the same scale and zero point as the input; it never leaves the range of the integers
 * that it lies between. All in float32 without fused operations, so that every tier gives the same
 * bits, floats too. The order is PyTorch's ({@code
 * aten/src/ATen/native/quantized/cpu/UpSampleBilinear2d.cpp}). Sampling of single elements (nearest
 * neighbours) is {@link Rearrange}'s gathering.
 */
public interface Resample extends Kernel {
  /**
   * What is interpolated, and how.
   *
   * @param in sizes of the input
   * @param d neighbours along D
   * @param h neighbours along H
   * @param w neighbours along W
   */
  record Shape(Volume in, LinearTaps d, LinearTaps h, LinearTaps w) {
    /**
     * Checks that the tables are of this input.
     *
     * @throws IllegalArgumentException if they are not
     */
    public Shape {
      if (d.size() != in.d() || h.size() != in.h() || w.size() != in.w()) {
        throw new IllegalArgumentException(
            "neighbours of %d x %d x %d, the input has %d x %d x %d"
                .formatted(d.size(), h.size(), w.size(), in.d(), in.h(), in.w()));
      }
    }

    /**
     * Sizes of the result.
     *
     * @return as many images and channels
     */
    public Volume out() {
      return new Volume(in.n(), d.out(), h.out(), w.out(), in.c());
    }
  }

  /**
   * Interpolates integers.
   *
   * @param x input
   * @param offset index of its first element
   * @param shape sizes and neighbours
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoint z, of input and result
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads and scratch
   */
  void linear(
      byte[] x,
      int offset,
      Shape shape,
      boolean unsigned,
      int zeroPoint,
      byte[] y,
      int to,
      KernelContext context);

  /**
   * Interpolates floats.
   *
   * @param x input
   * @param offset index of its first element
   * @param shape sizes and neighbours
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads and scratch
   */
  void linear(float[] x, int offset, Shape shape, float[] y, int to, KernelContext context);
}
