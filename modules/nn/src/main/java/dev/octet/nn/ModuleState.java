package dev.octet.nn;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module taken apart: settings and tensors by name.
 *
 * @param settings strings, booleans, integers ({@code Long}), numbers ({@code Double}) and lists of
 *     integers ({@code List<Long>}), by name
 * @param tensors weights, by name
 */
public record ModuleState(Map<String, Object> settings, Map<String, Tensor> tensors) {
  /** No settings, no tensors. */
  public static final ModuleState EMPTY = new ModuleState(Map.of(), Map.of());

  /** Copies, keeping the order. */
  public ModuleState {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    for (Map.Entry<String, Object> e : settings.entrySet()) {
      checkSetting(e.getKey(), e.getValue());
    }
  }

  private static boolean isSetting(Object value) {
    if (value instanceof List<?> list) {
      for (Object o : list) {
        if (!(o instanceof Long)) {
          return false;
        }
      }
      return true;
    }
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double;
  }

  private static void checkSetting(String name, Object value) {
    if (!isSetting(value)) {
      throw new IllegalArgumentException(
          "setting '"
              + name
              + "' is a "
              + value.getClass().getName()
              + "; expected String, Boolean, Long, Double or List<Long>");
    }
  }

  /**
   * This state with one setting more.
   *
   * @param name its name
   * @param value String, Boolean, Integer, Long, Float, Double, int[] or {@code List<Long>}
   * @return a new state
   */
  public ModuleState with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(settings);
    more.put(
        name,
        switch (value) {
          case Integer i -> (Object) i.longValue();
          case Float f -> f.doubleValue();
          case int[] ints -> Arrays.stream(ints).asLongStream().boxed().toList();
          default -> value;
        });
    return new ModuleState(more, tensors);
  }

  /**
   * This state with one tensor more.
   *
   * @param name its name
   * @param tensor the tensor; null adds nothing
   * @return a new state
   */
  public ModuleState with(String name, Tensor tensor) {
    if (tensor == null) {
      return this;
    }
    Map<String, Tensor> more = new LinkedHashMap<>(tensors);
    more.put(name, tensor);
    return new ModuleState(settings, more);
  }

  /**
   * An integer setting.
   *
   * @param name its name
   * @return its value
   * @throws IllegalArgumentException if it is missing or no int
   */
  public int intOf(String name) {
    return toInt(name, setting(name, Long.class));
  }

  /**
   * A number.
   *
   * @param name its name
   * @return its value
   * @throws IllegalArgumentException if it is missing or no number
   */
  public float floatOf(String name) {
    return (float) (double) setting(name, Double.class);
  }

  /**
   * A truth value.
   *
   * @param name its name
   * @return its value
   * @throws IllegalArgumentException if it is missing or no truth value
   */
  public boolean booleanOf(String name) {
    return setting(name, Boolean.class);
  }

  /**
   * A string.
   *
   * @param name its name
   * @return its value
   * @throws IllegalArgumentException if it is missing or no string
   */
  public String stringOf(String name) {
    return setting(name, String.class);
  }

  /**
   * A list of integers.
   *
   * @param name its name
   * @return its values
   * @throws IllegalArgumentException if it is missing or no list of ints
   */
  public int[] intsOf(String name) {
    List<?> list = setting(name, List.class);
    int[] ints = new int[list.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = toInt(name, (Long) list.get(i));
    }
    return ints;
  }

  private static int toInt(String name, long value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("setting '" + name + "' is " + value + ", no int");
    }
    return (int) value;
  }

  private <T> T setting(String name, Class<T> type) {
    return required("setting", name, get(settings, name, type));
  }

  /**
   * A float tensor.
   *
   * @param name its name
   * @return the tensor, if there is one of that name
   * @throws IllegalArgumentException if it is of another kind
   */
  public Optional<FloatTensor> floats(String name) {
    return Optional.ofNullable(get(tensors, name, FloatTensor.class));
  }

  /**
   * A quantized tensor.
   *
   * @param name its name
   * @return the tensor, if there is one of that name
   * @throws IllegalArgumentException if it is of another kind
   */
  public Optional<QTensor> quantized(String name) {
    return Optional.ofNullable(get(tensors, name, QTensor.class));
  }

  /**
   * A tensor that must be there.
   *
   * @param name its name
   * @param type its kind
   * @param <T> its kind
   * @return the tensor
   * @throws IllegalArgumentException if it is missing or of another kind
   */
  public <T extends Tensor> T tensor(String name, Class<T> type) {
    return required("tensor", name, get(tensors, name, type));
  }

  private static <T> T required(String kind, String name, T value) {
    if (value == null) {
      throw new IllegalArgumentException(kind + " '" + name + "' is missing");
    }
    return value;
  }

  private static <T> T get(Map<String, ?> map, String name, Class<T> type) {
    Object value = map.get(name);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is a "
              + value.getClass().getSimpleName()
              + ", expected "
              + type.getSimpleName());
    }
    return type.cast(value);
  }

  /**
   * The tensors' memory.
   *
   * @return bytes of elements and of scales and zero points per channel
   */
  public long bytes() {
    long bytes = 0;
    for (Tensor t : tensors.values()) {
      bytes += (long) t.shape().size() * t.dtype().bytes();
      if (t instanceof QTensor q && q.qparams().isPerChannel()) {
        bytes += 8L * q.qparams().count();
      }
    }
    return bytes;
  }
}
