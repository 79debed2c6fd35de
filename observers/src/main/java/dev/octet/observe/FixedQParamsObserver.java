package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Proposes the same parameters whatever it sees (PyTorch: {@code FixedQParamsObserver}): for
 * functions whose results have a known range.
 *
 * @param qparams what it proposes
 * @param dtype the type that they are for
 */
public record FixedQParamsObserver(QParams qparams, DType dtype)
    implements Observer, Mergeable<FixedQParamsObserver> {
  private static final String SCALE = "scale";
  private static final String ZERO_POINT = "zero_point";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the type is not quantized, or a zero point outside it
   */
  public FixedQParamsObserver {
    if (!dtype.isQuantized()) {
      throw new IllegalArgumentException("expected a quantized type, got " + dtype);
    }
    for (int z : qparams.zeroPoints()) {
      if (z < dtype.qmin() || z > dtype.qmax()) {
        throw new IllegalArgumentException(
            "zero point "
                + z
                + " is outside "
                + dtype
                + "'s ["
                + dtype.qmin()
                + ", "
                + dtype.qmax()
                + "]");
      }
    }
  }

  /**
   * For results from 0 to 1, such as those of sigmoid and softmax (PyTorch: {@code
   * default_fixed_qparams_range_0to1_observer}): scale 1/256, 0.0 at the least integer.
   *
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @return an observer
   */
  public static FixedQParamsObserver zeroToOne(DType dtype) {
    QScheme all = QScheme.affine(dtype);
    return new FixedQParamsObserver(QParams.perTensor(1f / 256, all.qmin()), dtype);
  }

  /**
   * For results from -1 to 1, such as those of tanh (PyTorch: {@code
   * default_fixed_qparams_range_neg1to1_observer}): scale 2/256, 0.0 in the middle.
   *
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @return an observer
   */
  public static FixedQParamsObserver minusOneToOne(DType dtype) {
    QScheme all = QScheme.affine(dtype);
    return new FixedQParamsObserver(QParams.perTensor(2f / 256, all.qmin() + 128), dtype);
  }

  @Override
  public void observe(FloatTensor values) {}

  @Override
  public FixedQParamsObserver merge(FixedQParamsObserver other) {
    if (!equals(other)) {
      throw new IllegalArgumentException("fixed parameters differ: " + this + " and " + other);
    }
    return this;
  }

  /** {@return {@code scale} and {@code zero_point}} */
  @Override
  public Map<String, FloatTensor> state() {
    float[] zeroPoints = new float[qparams.count()];
    for (int c = 0; c < zeroPoints.length; c++) {
      zeroPoints[c] = qparams.zeroPoint(c);
    }
    Map<String, FloatTensor> state = new LinkedHashMap<>();
    state.put(SCALE, FloatTensor.wrap(qparams.scales(), qparams.count()));
    state.put(ZERO_POINT, FloatTensor.wrap(zeroPoints, qparams.count()));
    return state;
  }

  /**
   * Checks that a state has this observer's own parameters, since they are fixed.
   *
   * @throws IllegalArgumentException if it has others
   */
  @Override
  public void load(Map<String, FloatTensor> state) {
    StateDict.checkNames(state.keySet(), Set.of(SCALE, ZERO_POINT));
    if (!state.equals(state())) {
      throw new IllegalArgumentException(
          "expected the fixed parameters " + qparams + ", got " + state);
    }
  }
}
