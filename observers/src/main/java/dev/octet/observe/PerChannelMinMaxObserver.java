package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Keeps the least and the greatest value ever seen of each index along an axis (PyTorch: {@code
 * PerChannelMinMaxObserver}).
 */
public final class PerChannelMinMaxObserver
    implements Observer, Mergeable<PerChannelMinMaxObserver> {
  private final QScheme scheme;
  private final int axis;
  private ChannelRanges seen;

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how each range becomes parameters
   * @param axis the channel axis, from 0
   */
  public PerChannelMinMaxObserver(QScheme scheme, int axis) {
    this.scheme = scheme;
    this.axis = axis;
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
    seen = seen.with(ChannelRanges.of(values, axis), Range::union);
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

  @Override
  public PerChannelMinMaxObserver merge(PerChannelMinMaxObserver other) {
    if (axis != other.axis) {
      throw new IllegalArgumentException("axes differ: " + axis + " and " + other.axis);
    }
    PerChannelMinMaxObserver both = new PerChannelMinMaxObserver(scheme.same(other.scheme), axis);
    both.seen = seen.with(other.seen, Range::union);
    return both;
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
