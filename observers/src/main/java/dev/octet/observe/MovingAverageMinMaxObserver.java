package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Follows the least and the greatest value of each batch: the first batch sets them, later ones
 * move them by {@code c (batch's - kept)} (PyTorch: {@code MovingAverageMinMaxObserver}).
 *
 * <p>What it proposes depends on the order of the batches, so it cannot be merged.
 */
public final class MovingAverageMinMaxObserver implements Observer {
  /** PyTorch's averaging constant. */
  public static final float CONSTANT = 0.01f;

  private final QScheme scheme;
  private final float constant;
  private Range seen = Range.NONE;

  /**
   * Makes an observer that has seen nothing, with {@link #CONSTANT}.
   *
   * @param scheme how the range becomes parameters
   */
  public MovingAverageMinMaxObserver(QScheme scheme) {
    this(scheme, CONSTANT);
  }

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how the range becomes parameters
   * @param constant how far each batch moves the range: above 0, to 1, which keeps the last batch
   * @throws IllegalArgumentException if the constant is outside, or the scheme is of float zero
   *     points
   */
  public MovingAverageMinMaxObserver(QScheme scheme, float constant) {
    this.scheme = scheme.perTensor();
    this.constant = checked(constant);
  }

  static float checked(float constant) {
    if (!(constant > 0 && constant <= 1)) {
      throw new IllegalArgumentException("averaging constant " + constant + " is not in (0, 1]");
    }
    return constant;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is NaN or infinite; nothing is changed then
   */
  @Override
  public void observe(FloatTensor values) {
    seen = seen.towards(Range.of(values), constant);
  }

  @Override
  public QParams qparams() {
    return scheme.qparams(seen);
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  /** {@return {@code min_val} and {@code max_val} as scalars, and {@code eps}} */
  @Override
  public Map<String, FloatTensor> state() {
    return StateDict.of(scheme, seen);
  }

  @Override
  public void load(Map<String, FloatTensor> state) {
    seen = StateDict.range(scheme, state);
  }
}
