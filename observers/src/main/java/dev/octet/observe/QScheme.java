package dev.octet.observe;

import dev.octet.tensor.DType;

/**
 * How a range of values becomes a scale and a zero point: PyTorch's {@code
 * UniformQuantizationObserverBase._calculate_qparams}, in float32 and in its order.
 *
 * @param dtype {@code QINT8} or {@code QUINT8}
 * @param symmetric whether the range is made symmetric about 0.0
 * @param qmin least integer
 * @param qmax greatest integer
 * @param eps least scale
 */
public record QScheme(DType dtype, boolean symmetric, int qmin, int qmax, float eps) {
  /** PyTorch's {@code torch.finfo(torch.float32).eps}: 2^-23. */
  public static final float EPS = 0x1p-23f;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the integers do not contain 0 or leave the type's range
   */
  public QScheme {
    if (dtype != DType.QINT8 && dtype != DType.QUINT8) {
      throw new IllegalArgumentException("expected QINT8 or QUINT8, got " + dtype);
    }
    if (qmin >= qmax || qmin > 0 || qmax < 0 || qmin < dtype.qmin() || qmax > dtype.qmax()) {
      throw new IllegalArgumentException(
          "integers ["
              + qmin
              + ", "
              + qmax
              + "] must contain 0 and lie within "
              + dtype
              + "'s ["
              + dtype.qmin()
              + ", "
              + dtype.qmax()
              + "]");
    }
    if (!(eps >= Float.MIN_NORMAL && eps <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("eps " + eps + " is not a positive normal float");
    }
  }

  /**
   * All integers of a type, any zero point.
   *
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @return the scheme
   */
  public static QScheme affine(DType dtype) {
    return new QScheme(dtype, false, dtype.qmin(), dtype.qmax(), EPS);
  }

  /**
   * All integers of a type, 0.0 in their middle.
   *
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @return the scheme
   */
  public static QScheme symmetric(DType dtype) {
    return new QScheme(dtype, true, dtype.qmin(), dtype.qmax(), EPS);
  }

  /**
   * This scheme with one bit less (PyTorch: {@code reduce_range}): integers halved toward zero, 0
   * to 127 or -64 to 63.
   *
   * @return the scheme
   * @throws IllegalArgumentException if it is symmetric and unsigned, as in PyTorch
   */
  public QScheme reduced() {
    if (symmetric && dtype == DType.QUINT8) {
      throw new IllegalArgumentException("reduce_range of a symmetric QUINT8 scheme is undefined");
    }
    return range(Math.floorDiv(qmin, 2), Math.floorDiv(qmax, 2));
  }

  /**
   * This scheme with other integers.
   *
   * @param least least integer
   * @param greatest greatest integer
   * @return the scheme
   */
  public QScheme range(int least, int greatest) {
    return new QScheme(dtype, symmetric, least, greatest, eps);
  }

  /**
   * This scheme with another least scale.
   *
   * @param least the least scale
   * @return the scheme
   */
  public QScheme eps(float least) {
    return new QScheme(dtype, symmetric, qmin, qmax, least);
  }

  /** The scale for a range that is finite and not upside down. */
  float scale(float min, float max) {
    float negative = Math.min(min, 0f);
    float positive = Math.max(max, 0f);
    float scale =
        symmetric
            ? Math.max(-negative, positive) / ((qmax - qmin) / 2f)
            : (positive - negative) / (qmax - qmin);
    return Math.max(scale, eps);
  }

  /** The zero point for a range and its scale. */
  int zeroPoint(float min, float scale) {
    if (symmetric) {
      return dtype == DType.QINT8 ? 0 : middle();
    }
    float steps = (float) Math.rint(Math.min(min, 0f) / scale);
    return Math.clamp(qmin - (long) steps, qmin, qmax);
  }

  private int middle() {
    boolean custom = qmin != dtype.qmin() || qmax != dtype.qmax();
    return custom ? Math.floorDiv(qmin + qmax, 2) : 128;
  }
}
