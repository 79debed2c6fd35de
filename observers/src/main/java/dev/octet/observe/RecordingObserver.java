package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a copy of all it sees, in order, for looking at (PyTorch: {@code RecordingObserver}). The
 * only observer whose memory grows with the number of batches. NaN and infinities are kept too.
 */
public final class RecordingObserver implements Observer {
  private static final String PREFIX = "tensor_val.";

  private final DType dtype;
  private List<FloatTensor> values = new ArrayList<>();

  /** Makes an observer that has seen nothing, for {@code QUINT8}. */
  public RecordingObserver() {
    this(DType.QUINT8);
  }

  /**
   * Makes an observer that has seen nothing.
   *
   * @param dtype the type that values are said to get
   */
  public RecordingObserver(DType dtype) {
    this.dtype = dtype;
  }

  @Override
  public void observe(FloatTensor tensor) {
    if (tensor.shape().size() > 0) {
      values.add(tensor.copy());
    }
  }

  /**
   * What was seen (PyTorch: {@code get_tensor_value}).
   *
   * @return a tensor for each that was not empty, in order
   */
  public List<FloatTensor> values() {
    return List.copyOf(values);
  }

  /**
   * Always refuses.
   *
   * @throws IllegalStateException always
   */
  @Override
  public QParams qparams() {
    throw new IllegalStateException("a recording proposes no parameters");
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  /** {@return {@code tensor_val.0}, {@code tensor_val.1} and so on} */
  @Override
  public Map<String, FloatTensor> state() {
    Map<String, FloatTensor> state = new LinkedHashMap<>();
    for (FloatTensor tensor : values) {
      state.put(PREFIX + state.size(), tensor.copy());
    }
    return state;
  }

  @Override
  public void load(Map<String, FloatTensor> state) {
    List<FloatTensor> loaded = new ArrayList<>();
    for (int i = 0; i < state.size(); i++) {
      FloatTensor tensor = state.get(PREFIX + i);
      if (tensor == null) {
        throw new IllegalArgumentException(
            "expected " + PREFIX + "0 to " + (state.size() - 1) + ", got " + state.keySet());
      }
      loaded.add(tensor.copy());
    }
    values = loaded;
  }
}
