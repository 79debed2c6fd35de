package dev.octet.tensor;

/**
 * The element types of tensors. The quantized ones carry PyTorch's names and ranges
 * (torch/docs/source/quantization.rst).
 */
public enum DType {
  /** IEEE 754 binary32. */
  FLOAT32(4, 0, 0),
  /** Signed 64-bit integers: token ids, indices, shapes. */
  INT64(8, 0, 0),
  /** Truth values: masks. */
  BOOL(1, 0, 0),
  /** Signed 8-bit quantized integers, -128 to 127. */
  QINT8(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
  /** Unsigned 8-bit quantized integers, 0 to 255, kept in the bits of a {@code byte}. */
  QUINT8(1, 0, 255),
  /** Signed 32-bit quantized integers: accumulators and biases. */
  QINT32(4, Integer.MIN_VALUE, Integer.MAX_VALUE);

  private final int bytes;
  private final int qmin;
  private final int qmax;

  DType(int bytes, int qmin, int qmax) {
    this.bytes = bytes;
    this.qmin = qmin;
    this.qmax = qmax;
  }

  /**
   * Bytes of one element.
   *
   * @return 1, 4 or 8
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Whether elements are integers that stand for real numbers through {@link QParams}.
   *
   * @return true for the three {@code Q} types
   */
  public boolean isQuantized() {
    return qmin != qmax;
  }

  /**
   * The least integer of a quantized type.
   *
   * @return the least value
   * @throws IllegalStateException if the type is not quantized
   */
  public int qmin() {
    requireQuantized();
    return qmin;
  }

  /**
   * The greatest integer of a quantized type.
   *
   * @return the greatest value
   * @throws IllegalStateException if the type is not quantized
   */
  public int qmax() {
    requireQuantized();
    return qmax;
  }

  private void requireQuantized() {
    if (!isQuantized()) {
      throw new IllegalStateException(this + " is not a quantized type and has no integer range");
    }
  }
}
