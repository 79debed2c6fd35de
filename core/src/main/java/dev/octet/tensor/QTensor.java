package dev.octet.tensor;

import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;
import java.util.Arrays;

/**
 * A tensor of integers that stand for real numbers: {@code real = scale * (q - zeroPoint)}. The
 * counterpart of PyTorch's quantized tensors (aten/src/ATen/quantized).
 *
 * <p>{@code QINT8} and {@code QUINT8} lie in a {@code byte[]} ({@code QUINT8} in its bits, 0 to
 * 255), {@code QINT32} in an {@code int[]}.
 */
public final class QTensor implements Tensor {
  private final Storage storage;
  private final DType dtype;
  private final QParams qparams;

  private QTensor(Storage storage, DType dtype, QParams qparams) {
    requireQuantized(dtype);
    if ((dtype == DType.QINT32) != storage.array() instanceof int[]) {
      throw new IllegalArgumentException(
          dtype + " does not lie in " + storage.array().getClass().getSimpleName());
    }
    qparams.check(dtype, storage.shape());
    this.storage = storage;
    this.dtype = dtype;
    this.qparams = qparams;
  }

  private static void requireQuantized(DType dtype) {
    if (!dtype.isQuantized()) {
      throw new IllegalArgumentException("expected QINT8, QUINT8 or QINT32, got " + dtype);
    }
  }

  /**
   * Quantizes real numbers with one scale and zero point for the whole tensor (PyTorch: {@code
   * torch.quantize_per_tensor}).
   *
   * @param real the real numbers
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0, within the type's range
   * @param dtype a quantized type
   * @return integers of the same shape and layout
   */
  public static QTensor quantizePerTensor(
      FloatTensor real, float scale, int zeroPoint, DType dtype) {
    return quantize(real, QParams.perTensor(scale, zeroPoint), dtype);
  }

  /**
   * Quantizes real numbers with a scale and zero point for each index along an axis (PyTorch:
   * {@code torch.quantize_per_channel}).
   *
   * @param real the real numbers
   * @param scales one for each channel
   * @param zeroPoints one for each channel
   * @param axis the channel axis, negative counts from the end
   * @param dtype a quantized type
   * @return integers of the same shape and layout
   */
  public static QTensor quantizePerChannel(
      FloatTensor real, float[] scales, int[] zeroPoints, int axis, DType dtype) {
    return quantize(real, QParams.perChannel(real.shape().axis(axis), scales, zeroPoints), dtype);
  }

  /**
   * Quantizes real numbers. The normative arithmetic is {@link Affine#quantize}.
   *
   * @param real the real numbers
   * @param qparams scales and zero points that fit the shape
   * @param dtype a quantized type
   * @return integers of the same shape; row-major when the parameters are per channel
   * @throws IllegalArgumentException if the parameters do not fit type or shape
   */
  public static QTensor quantize(FloatTensor real, QParams qparams, DType dtype) {
    requireQuantized(dtype);
    qparams.check(dtype, real.shape());
    FloatTensor dense = qparams.isPerChannel() ? real.to(Layout.CONTIGUOUS) : real;
    float[] x = dense.array();
    int n = real.shape().size();
    int inner = innerSize(real.shape(), qparams);
    Object q = dtype == DType.QINT32 ? new int[n] : new byte[n];
    for (int i = 0; i < n; i++) {
      int c = channel(i, inner, qparams);
      int v =
          Affine.quantize(
              x[dense.offset() + i],
              qparams.scale(c),
              qparams.zeroPoint(c),
              dtype.qmin(),
              dtype.qmax());
      if (q instanceof int[] ints) {
        ints[i] = v;
      } else {
        ((byte[]) q)[i] = (byte) v;
      }
    }
    return new QTensor(new Storage(q, 0, real.shape(), dense.layout()), dtype, qparams);
  }

  /**
   * Looks at 8-bit integers without copying them.
   *
   * @param array integers in row-major order
   * @param shape the sizes
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @param qparams their meaning
   * @return a tensor that shares {@code array}
   * @throws IllegalArgumentException if type, shape, array and parameters do not fit
   */
  public static QTensor wrap(byte[] array, Shape shape, DType dtype, QParams qparams) {
    return new QTensor(Storage.wrap(array, 0, shape), dtype, qparams);
  }

  /**
   * Looks at part of an array of 8-bit integers without copying it.
   *
   * @param array integers in the layout's order from {@code offset}
   * @param offset index of the first
   * @param shape the logical sizes
   * @param layout how integers lie
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @param qparams their meaning
   * @return a tensor that shares {@code array}
   * @throws IllegalArgumentException if type, shape, layout, array and parameters do not fit
   */
  public static QTensor wrap(
      byte[] array, int offset, Shape shape, Layout layout, DType dtype, QParams qparams) {
    return new QTensor(Storage.wrap(array, offset, shape, layout), dtype, qparams);
  }

  /**
   * Looks at 32-bit integers without copying them.
   *
   * @param array integers in row-major order
   * @param shape the sizes
   * @param qparams their meaning
   * @return a {@code QINT32} tensor that shares {@code array}
   * @throws IllegalArgumentException if shape, array and parameters do not fit
   */
  public static QTensor wrap(int[] array, Shape shape, QParams qparams) {
    return new QTensor(Storage.wrap(array, 0, shape), DType.QINT32, qparams);
  }

  /**
   * Copies 8-bit integers.
   *
   * @param array integers in row-major order, exactly as many as the sizes ask for
   * @param shape the sizes
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @param qparams their meaning
   * @return a tensor of its own
   * @throws IllegalArgumentException if type, shape, array and parameters do not fit
   */
  public static QTensor copyOf(byte[] array, Shape shape, DType dtype, QParams qparams) {
    return new QTensor(Storage.copyOf(array, shape), dtype, qparams);
  }

  /**
   * The scales and zero points.
   *
   * @return the parameters
   */
  public QParams qparams() {
    return qparams;
  }

  /**
   * Scale, zero point and sign of 8-bit integers that have one scale.
   *
   * @return what they stand for
   * @throws IllegalStateException if the type is {@code QINT32}, or there is a scale per channel
   */
  public ByteParams byteParams() {
    if (dtype == DType.QINT32 || qparams.isPerChannel()) {
      throw new IllegalStateException(
          dtype + " with " + qparams + ", expected 8 bits with one scale");
    }
    return new ByteParams(qparams.scale(0), qparams.zeroPoint(0), dtype == DType.QUINT8);
  }

  /**
   * The array of 8-bit integers, shared; elements start at {@link #offset}.
   *
   * @return the array itself
   * @throws IllegalStateException if the type is {@code QINT32}
   */
  public byte[] array() {
    if (storage.array() instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException(dtype + " lies in an int[], not in a byte[]");
  }

  /**
   * The real numbers that the integers stand for (PyTorch: {@code Tensor.dequantize}).
   *
   * @return a float tensor of the same shape, row-major
   */
  public FloatTensor dequantize() {
    int[] q = intRepr();
    int inner = innerSize(shape(), qparams);
    float[] x = new float[q.length];
    for (int i = 0; i < x.length; i++) {
      int c = channel(i, inner, qparams);
      x[i] = Affine.dequantize(q[i], qparams.scale(c), qparams.zeroPoint(c));
    }
    return FloatTensor.wrap(x, 0, shape());
  }

  /**
   * The integers as they are (PyTorch: {@code Tensor.int_repr}).
   *
   * @return a new array in logical row-major order, {@code QUINT8} as 0 to 255
   */
  public int[] intRepr() {
    Object dense = storage.toArray();
    if (dense instanceof int[] ints) {
      return ints;
    }
    byte[] bytes = (byte[]) dense;
    int[] q = new int[bytes.length];
    for (int i = 0; i < q.length; i++) {
      q[i] = dtype == DType.QUINT8 ? bytes[i] & 0xff : bytes[i];
    }
    return q;
  }

  /**
   * One integer.
   *
   * @param index an index for each dimension
   * @return the integer, {@code QUINT8} as 0 to 255
   * @throws IllegalArgumentException if the index does not fit the shape
   */
  public int get(int... index) {
    int at = storage.index(index);
    if (storage.array() instanceof int[] ints) {
      return ints[at];
    }
    byte b = ((byte[]) storage.array())[at];
    return dtype == DType.QUINT8 ? b & 0xff : b;
  }

  private static int innerSize(Shape shape, QParams p) {
    return p.isPerChannel() ? Math.max(1, shape.size(p.axis() + 1, shape.rank())) : 1;
  }

  private static int channel(int i, int inner, QParams p) {
    return p.isPerChannel() ? i / inner % p.count() : 0;
  }

  @Override
  public Shape shape() {
    return storage.shape();
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public Layout layout() {
    return storage.layout();
  }

  @Override
  public int offset() {
    return storage.offset();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Per channel, the channel axis must survive: some new dimension has its size and as many
   * elements before it.
   */
  @Override
  public QTensor reshape(int... dims) {
    Storage to = storage.reshape(dims);
    return new QTensor(to, dtype, qparams.isPerChannel() ? follow(to.shape()) : qparams);
  }

  private QParams follow(Shape to) {
    int before = shape().size(0, qparams.axis());
    for (int i = 0; i < to.rank(); i++) {
      if (to.size(0, i) == before && to.dim(i) == qparams.count()) {
        return qparams.onAxis(i);
      }
    }
    throw new IllegalArgumentException(
        "reshape of "
            + shape()
            + " to "
            + to
            + " tears the "
            + qparams.count()
            + " channels of axis "
            + qparams.axis()
            + " apart");
  }

  @Override
  public QTensor transpose(int... permutation) {
    Storage to = storage.transpose(permutation);
    int axis = qparams.axis();
    for (int i = 0; qparams.isPerChannel() && i < permutation.length; i++) {
      if (permutation[i] == qparams.axis()) {
        axis = i;
      }
    }
    return new QTensor(to, dtype, qparams.onAxis(axis));
  }

  @Override
  public QTensor slice(int axis, int from, int to) {
    Storage part = storage.slice(axis, from, to);
    boolean channels = shape().axis(axis) == qparams.axis();
    if (channels && from == to) {
      throw new IllegalArgumentException(
          "slice [" + from + ", " + to + ") leaves no channel of axis " + axis);
    }
    return new QTensor(part, dtype, channels ? qparams.channels(from, to - from) : qparams);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Selecting a channel gives a tensor with that channel's scale and zero point for all.
   */
  @Override
  public QTensor select(int axis, int index) {
    Storage part = storage.select(axis, index);
    int a = shape().axis(axis);
    QParams p = qparams;
    if (a == p.axis()) {
      p = QParams.perTensor(p.scale(index), p.zeroPoint(index));
    } else if (a < p.axis()) {
      p = p.onAxis(p.axis() - 1);
    }
    return new QTensor(part, dtype, p);
  }

  @Override
  public QTensor copy() {
    return new QTensor(storage.copy(), dtype, qparams);
  }

  @Override
  public QTensor to(Layout layout) {
    return layout == layout() ? this : new QTensor(storage.to(layout), dtype, qparams);
  }

  @Override
  public boolean sharesStorageWith(Tensor other) {
    return other instanceof QTensor t && t.storage.array() == storage.array();
  }

  /** {@return true for the same type, shape, parameters and integers, whatever the layout} */
  @Override
  public boolean equals(Object o) {
    return o instanceof QTensor t
        && dtype == t.dtype
        && shape().equals(t.shape())
        && qparams.equals(t.qparams)
        && Arrays.equals(intRepr(), t.intRepr());
  }

  @Override
  public int hashCode() {
    return 31 * (31 * shape().hashCode() + qparams.hashCode()) + Arrays.hashCode(intRepr());
  }

  /** {@return type, shape, parameters, and the first real numbers with their integers} */
  @Override
  public String toString() {
    int[] q = intRepr();
    float[] x = dequantize().array();
    return TensorText.of(
        "QTensor" + shape() + " " + dtype + " (" + qparams + ")",
        shape(),
        i -> x[i] + " (" + q[i] + ")");
  }
}
