package com.example;

import dev.octet.observe.Mergeable;
import dev.octet.observe.MinMaxObserver;
import dev.octet.observe.Observer;
import dev.octet.observe.QScheme;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/** A user's own observer: proposes a scale a tenth less than what was seen would need. */
final class TrimmedObserver implements Observer, Mergeable<TrimmedObserver> {
  private final MinMaxObserver seen;

  TrimmedObserver() {
    this(new MinMaxObserver(QScheme.affine(DType.QUINT8)));
  }

  private TrimmedObserver(MinMaxObserver seen) {
    this.seen = seen;
  }

  @Override
  public void observe(FloatTensor values) {
    seen.observe(values);
  }

  @Override
  public QParams qparams() {
    QParams whole = seen.qparams();
    return QParams.perTensor(0.9f * whole.scale(0), whole.zeroPoint(0));
  }

  @Override
  public DType dtype() {
    return seen.dtype();
  }

  @Override
  public TrimmedObserver merge(TrimmedObserver other) {
    return new TrimmedObserver(seen.merge(other.seen));
  }

  @Override
  public Map<String, FloatTensor> state() {
    return seen.state();
  }

  @Override
  public void load(Map<String, FloatTensor> state) {
    seen.load(state);
  }
}
