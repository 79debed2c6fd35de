package dev.octet.kernel;

import dev.octet.numerics.ByteParams;

/** One function of each 8-bit integer. All integers are the reference's, bit for bit. */
public interface QUnary extends Kernel {
  /**
   * Limits: {@code y = min(max(q, lo), hi)}. ReLU has {@code lo = z}; ReLU6, hardtanh and clamp
   * quantize their bounds. PyTorch: {@code aten::relu}, {@code hardtanh}, {@code clamp}.
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param lo least result, within the type
   * @param hi greatest result, from {@code lo}, within the type
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   */
  void clamp(byte[] q, int offset, int n, boolean unsigned, int lo, int hi, byte[] y, int to);

  /**
   * Looks up: {@code y = table[q]}, q read without its sign. Tables: {@link
   * dev.octet.numerics.ByteTable}, {@link dev.octet.numerics.ScalarResult}.
   *
   * @param q bytes
   * @param offset index of the first
   * @param n how many
   * @param table 256 bytes
   * @param y where results go; may be {@code q} itself at the same offset, but not the table
   * @param to index of the first
   */
  void lookup(byte[] q, int offset, int n, byte[] table, byte[] y, int to);

  /**
   * Brings integers from one scale, zero point and sign to another: {@code y =
   * quantize(dequantize(q))}, {@link dev.octet.numerics.Affine#dequantize} and {@link
   * dev.octet.numerics.Affine#quantize}. PyTorch: {@code quantized::cat} of inputs whose parameters
   * differ from the output's. The table of {@code x -> x} gives the same bytes; on a long run a
   * look-up is faster.
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param from what they stand for
   * @param into what results stand for
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   */
  void rescale(byte[] q, int offset, int n, ByteParams from, ByteParams into, byte[] y, int to);

  /**
   * PReLU and leaky ReLU: {@code f = (float) (q - z) * (q < z ? negative[i] : positive)}, {@code y
   * = clamp(z_y + rint(f))}, {@link dev.octet.numerics.Affine#slope}. With {@code positive = s_x /
   * s_y} and {@code negative = slope * (s_x / s_y)} the slopes are real numbers; PyTorch's {@code
   * quantized::prelu} quantizes them.
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param from what they stand for
   * @param positive factor from the zero point on
   * @param negative factors below
   * @param at index of the first
   * @param step 1 for one for each element, the channels of a channels-last run; 0 for one for all
   * @param y where results go; may be {@code q} itself at the same offset
   * @param to index of the first
   * @param into what results stand for
   */
  void prelu(
      byte[] q,
      int offset,
      int n,
      ByteParams from,
      float positive,
      float[] negative,
      int at,
      int step,
      byte[] y,
      int to,
      ByteParams into);
}
