package dev.octet.observe;

import dev.octet.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A good state of an observer that saw something, spoilt in many ways. */
final class BadStates {
  private BadStates() {}

  static List<Map<String, FloatTensor>> of(Map<String, FloatTensor> good) {
    List<Map<String, FloatTensor>> all = new ArrayList<>();
    all.add(Map.of());
    all.add(with(good, "unknown", FloatTensor.scalar(1)));
    all.add(with(good, "eps", FloatTensor.scalar(0.5f)));
    all.add(with(good, "eps", FloatTensor.wrap(new float[2], 2)));
    for (String name : good.keySet()) {
      if (!name.equals("eps")) {
        spoil(good, name, all);
      }
    }
    all.add(with(good, "min_val", filled(good.get("min_val"), 1e9f)));
    return all;
  }

  private static void spoil(
      Map<String, FloatTensor> good, String name, List<Map<String, FloatTensor>> all) {
    Map<String, FloatTensor> without = new HashMap<>(good);
    without.remove(name);
    all.add(without);
    all.add(with(good, name, FloatTensor.wrap(new float[3], 3)));
    all.add(with(good, name, FloatTensor.wrap(new float[4], 2, 2)));
    all.add(with(good, name, filled(good.get(name), Float.NaN)));
    all.add(with(good, name, filled(good.get(name), Float.NEGATIVE_INFINITY)));
    all.add(with(good, name, filled(good.get(name), Float.POSITIVE_INFINITY)));
    if (name.equals("histogram")) {
      all.add(with(good, name, filled(good.get(name), -1)));
      all.add(with(good, name, filled(good.get(name), 0)));
    }
  }

  private static FloatTensor filled(FloatTensor like, float value) {
    float[] values = new float[like.shape().size()];
    Arrays.fill(values, value);
    return FloatTensor.wrap(values, like.shape().dims());
  }

  private static Map<String, FloatTensor> with(
      Map<String, FloatTensor> state, String name, FloatTensor tensor) {
    Map<String, FloatTensor> changed = new HashMap<>(state);
    changed.put(name, tensor);
    return changed;
  }
}
