package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Follows the least and the greatest value of each index along an axis as {@link
 * MovingAverageMinMaxObserver} does of a whole tensor (PyTorch: {@code
 * MovingAveragePerChannelMinMaxObserver}). It cannot be merged either.
 */
public final class MovingAveragePerChannelMinMaxObserver implements Observer {
  private final QScheme scheme;
  private final int axis;
  private final float constant;
  private ChannelRanges seen;

  /**
   * Makes an observer that has seen nothing, with {@link MovingAverageMinMaxObserver#CONSTANT}.
   *
   * @param scheme how each range becomes parameters
   * @param axis the channel axis, from 0
   */
  public MovingAveragePerChannelMinMaxObserver(QScheme scheme, int axis) {
    this(scheme, axis, MovingAverageMinMaxObserver.CONSTANT);
  }

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how each range becomes parameters
   * @param axis the channel axis, from 0
   * @param constant how far each batch moves the ranges: above 0, to 1, which keeps the last batch
   * @throws IllegalArgumentException if the constant or the axis is outside
   */
  public MovingAveragePerChannelMinMaxObserver(QScheme scheme, int axis, float constant) {
    this.scheme = scheme;
    this.axis = axis;
    this.constant = MovingAverageMinMaxObserver.checked(constant);
    this.seen = ChannelRanges.none(axis);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is NaN or infinite, there is no such axis, or the
   *     number of channels is not that of the values seen before; nothing is changed then
   */
  @Override
  public void observe(FloatTensor values) {
    seen = seen.with(ChannelRanges.of(values, axis), (kept, now) -> kept.towards(now, constant));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if nothing was seen, or the scheme is of float zero points
   */
  @Override
  public QParams qparams() {
    return seen.qparams(scheme);
  }

  /**
   * Proposes scales and float zero points.
   *
   * @return the parameters
   * @throws IllegalStateException if nothing was seen, or the scheme is of integer zero points
   */
  public FloatQParams floatQParams() {
    return seen.floatQParams(scheme);
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  /** {@return {@code min_val} and {@code max_val} as vectors, and {@code eps}} */
  @Override
  public Map<String, FloatTensor> state() {
    return StateDict.of(scheme, seen);
  }

  @Override
  public void load(Map<String, FloatTensor> state) {
    seen = StateDict.ranges(scheme, axis, state);
  }
}
