package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.QParams;

/**
 * How a range of values becomes a scale and a zero point: PyTorch's {@code
 * UniformQuantizationObserverBase._calculate_qparams}, in float32 and in its order.
 *
 * @param dtype {@code QINT8} or {@code QUINT8}
 * @param kind what is done with the range
 * @param qmin least integer
 * @param qmax greatest integer
 * @param eps least scale
 */
public record QScheme(DType dtype, Kind kind, int qmin, int qmax, float eps) {
  /** What is done with a range (PyTorch: {@code torch.qscheme}). */
  public enum Kind {
    /** Integers cover the range and 0.0, which has an integer of its own. */
    AFFINE,
    /** The range is made symmetric about 0.0, which lies in the middle of the integers. */
    SYMMETRIC,
    /**
     * Integers cover the range alone; 0.0 may lie between two of them, so that zero points are
     * floats. For the rows of embeddings, per channel only.
     */
    FLOAT_QPARAMS
  }

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
    return whole(dtype, Kind.AFFINE);
  }

  /**
   * All integers of a type, 0.0 in their middle.
   *
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @return the scheme
   */
  public static QScheme symmetric(DType dtype) {
    return whole(dtype, Kind.SYMMETRIC);
  }

  /**
   * All integers of a type, float zero points (PyTorch: {@code per_channel_affine_float_qparams}).
   *
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @return the scheme
   */
  public static QScheme floatQParams(DType dtype) {
    return whole(dtype, Kind.FLOAT_QPARAMS);
  }

  private static QScheme whole(DType dtype, Kind kind) {
    if (!dtype.isQuantized()) {
      throw new IllegalArgumentException("expected QINT8 or QUINT8, got " + dtype);
    }
    return new QScheme(dtype, kind, dtype.qmin(), dtype.qmax(), EPS);
  }

  /**
   * Whether the range is made symmetric about 0.0.
   *
   * @return true for {@link Kind#SYMMETRIC}
   */
  public boolean symmetric() {
    return kind == Kind.SYMMETRIC;
  }

  /**
   * This scheme with one bit less (PyTorch: {@code reduce_range}): integers halved toward zero, 0
   * to 127 or -64 to 63.
   *
   * @return the scheme
   * @throws IllegalArgumentException if it is symmetric and unsigned, as in PyTorch
   */
  public QScheme reduced() {
    if (symmetric() && dtype == DType.QUINT8) {
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
    return new QScheme(dtype, kind, least, greatest, eps);
  }

  /**
   * This scheme with another least scale.
   *
   * @param least the least scale
   * @return the scheme
   */
  public QScheme eps(float least) {
    return new QScheme(dtype, kind, qmin, qmax, least);
  }

  /** This scheme, for an observer that keeps one range for whole tensors. */
  QScheme perTensor() {
    if (kind == Kind.FLOAT_QPARAMS) {
      throw new IllegalArgumentException("float zero points need an observer per channel");
    }
    return this;
  }

  /** This scheme, which two observers that are joined must share. */
  QScheme same(QScheme other) {
    if (!equals(other)) {
      throw new IllegalArgumentException("schemes differ: " + this + " and " + other);
    }
    return this;
  }

  /** The parameters for a range. */
  QParams qparams(Range range) {
    float scale = scale(range);
    return QParams.perTensor(scale, zeroPoint(range, scale));
  }

  /** The scale for a range. */
  float scale(Range range) {
    range.requireSeen();
    float negative = Math.min(range.min(), 0f);
    float positive = Math.max(range.max(), 0f);
    return switch (kind) {
      case AFFINE -> Math.max((positive - negative) / (qmax - qmin), eps);
      case SYMMETRIC -> Math.max(Math.max(-negative, positive) / ((qmax - qmin) / 2f), eps);
      case FLOAT_QPARAMS -> {
        float scale = (range.max() - range.min()) / (qmax - qmin);
        yield scale > eps ? scale : 1f;
      }
    };
  }

  /** The zero point for a range and its scale, which is not of float parameters. */
  int zeroPoint(Range range, float scale) {
    if (symmetric()) {
      return dtype == DType.QINT8 ? 0 : middle();
    }
    float steps = (float) Math.rint(Math.min(range.min(), 0f) / scale);
    return Math.clamp(qmin - (long) steps, qmin, qmax);
  }

  private int middle() {
    boolean custom = qmin != dtype.qmin() || qmax != dtype.qmax();
    return custom ? Math.floorDiv(qmin + qmax, 2) : 128;
  }
}
