package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the least and the greatest value ever seen of each index along an axis (PyTorch: {@code
 * PerChannelMinMaxObserver}).
 */
public final class PerChannelMinMaxObserver
    implements Observer, Mergeable<PerChannelMinMaxObserver> {
  private final QScheme scheme;
  private final int axis;
  private final List<MinMaxObserver> channels = new ArrayList<>();

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how each range becomes parameters
   * @param axis the channel axis, from 0
   */
  public PerChannelMinMaxObserver(QScheme scheme, int axis) {
    if (axis < 0) {
      throw new IllegalArgumentException("channel axis " + axis + " is below 0");
    }
    this.scheme = scheme;
    this.axis = axis;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is NaN or infinite, or the number of channels is
   *     not that of the values seen before
   */
  @Override
  public void observe(FloatTensor values) {
    if (values.shape().size() == 0) {
      return;
    }
    int count = values.shape().dim(axis);
    if (!channels.isEmpty() && channels.size() != count) {
      throw new IllegalArgumentException(
          "values "
              + values.shape()
              + " have "
              + count
              + " channels on axis "
              + axis
              + ", those before had "
              + channels.size());
    }
    FloatTensor dense = values.to(Layout.CONTIGUOUS);
    while (channels.size() < count) {
      channels.add(new MinMaxObserver(scheme));
    }
    for (int c = 0; c < count; c++) {
      channels.get(c).observe(dense.slice(axis, c, c + 1));
    }
  }

  @Override
  public QParams qparams() {
    if (channels.isEmpty()) {
      throw new IllegalStateException("the observer has seen no value");
    }
    float[] scales = new float[channels.size()];
    int[] zeroPoints = new int[channels.size()];
    for (int c = 0; c < scales.length; c++) {
      QParams p = channels.get(c).qparams();
      scales[c] = p.scale(0);
      zeroPoints[c] = p.zeroPoint(0);
    }
    return QParams.perChannel(axis, scales, zeroPoints);
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  @Override
  public PerChannelMinMaxObserver merge(PerChannelMinMaxObserver other) {
    boolean same = scheme.equals(other.scheme) && axis == other.axis;
    boolean oneEmpty = channels.isEmpty() || other.channels.isEmpty();
    if (!same || (!oneEmpty && channels.size() != other.channels.size())) {
      throw new IllegalArgumentException(
          "observers differ: "
              + channels.size()
              + " channels of axis "
              + axis
              + " and "
              + other.channels.size()
              + " of axis "
              + other.axis);
    }
    PerChannelMinMaxObserver both = new PerChannelMinMaxObserver(scheme, axis);
    for (int c = 0; c < Math.max(channels.size(), other.channels.size()); c++) {
      both.channels.add(channel(c).merge(other.channel(c)));
    }
    return both;
  }

  private MinMaxObserver channel(int c) {
    return c < channels.size() ? channels.get(c) : new MinMaxObserver(scheme);
  }
}
