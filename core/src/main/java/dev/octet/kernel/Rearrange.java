package dev.octet.kernel;

/**
 * Elements in another order, no arithmetic: gathering of pixels by a table for each axis, and
 * copies with strides; of 8-bit integers and of floats.
 *
 * <pre>
 * gather:  y[n][d][h][w][:] = x[n][id[d]][ih[h]][iw[w]][:]      or fill, where an index is -1
 * copy:    y[sum of i[k] * to[k]] = x[sum of i[k] * from[k]]    for all indices i
 * </pre>
 *
 * <p>Gathering serves padding of every kind and nearest neighbours ({@link AxisIndices}); copies
 * serve permutations, changes of layout, channel and pixel shuffles, concatenation and slices
 * ({@link CopyPlan}). Bits of floats are kept, those of NaN too.
 */
public interface Rearrange extends Kernel {
  /**
   * What is gathered.
   *
   * @param in sizes of the input
   * @param d indices along D, -1 for the value that fills
   * @param h indices along H, likewise
   * @param w indices along W, likewise
   */
  record Pixels(Volume in, int[] d, int[] h, int[] w) {
    /**
     * Checks that every index exists.
     *
     * @throws IllegalArgumentException if one does not
     */
    public Pixels {
      check("D", d, in.d());
      check("H", h, in.h());
      check("W", w, in.w());
    }

    private static void check(String axis, int[] indices, int size) {
      for (int i : indices) {
        if (i < -1 || i >= size) {
          throw new IllegalArgumentException(
              "index %d along %s, which has %d elements".formatted(i, axis, size));
        }
      }
    }

    /**
     * Sizes of the result.
     *
     * @return as many images and channels
     */
    public Volume out() {
      return new Volume(in.n(), d.length, h.length, w.length, in.c());
    }
  }

  /**
   * Gathers integers.
   *
   * @param x input
   * @param offset index of its first element
   * @param pixels sizes and indices
   * @param fill what stands where an index is -1
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads
   */
  void gather(
      byte[] x, int offset, Pixels pixels, byte fill, byte[] y, int to, KernelContext context);

  /**
   * Gathers floats.
   *
   * @param x input
   * @param offset index of its first element
   * @param pixels sizes and indices
   * @param fill what stands where an index is -1
   * @param y where results go; not the input
   * @param to index of the first
   * @param context threads
   */
  void gather(
      float[] x, int offset, Pixels pixels, float fill, float[] y, int to, KernelContext context);

  /**
   * Copies integers.
   *
   * @param x input
   * @param offset index of its first element
   * @param plan from where to where
   * @param y where elements go; not the input
   * @param to index of the first
   * @param context threads
   */
  void copy(byte[] x, int offset, CopyPlan plan, byte[] y, int to, KernelContext context);

  /**
   * Copies floats.
   *
   * @param x input
   * @param offset index of its first element
   * @param plan from where to where
   * @param y where elements go; not the input
   * @param to index of the first
   * @param context threads
   */
  void copy(float[] x, int offset, CopyPlan plan, float[] y, int to, KernelContext context);
}
