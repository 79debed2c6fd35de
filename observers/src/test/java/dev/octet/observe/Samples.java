package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Observers and values for tests. */
final class Samples {
  private static final QScheme AFFINE = QScheme.affine(DType.QUINT8);
  private static final QScheme SYMMETRIC = QScheme.symmetric(DType.QINT8);

  private static final List<QScheme> SCHEMES = List.of(AFFINE, SYMMETRIC, AFFINE.reduced());

  private Samples() {}

  /** The scheme of an observer of {@link #perTensor}. */
  static QScheme scheme(String maker) {
    return SCHEMES.stream().filter(s -> maker.endsWith(", " + s)).findFirst().orElseThrow();
  }

  static FloatTensor t(float... values) {
    return FloatTensor.wrap(values, values.length);
  }

  /** Every observer that keeps ranges or counts of whole tensors. */
  static Map<String, Supplier<Observer>> perTensor() {
    Map<String, Supplier<Observer>> makers = new LinkedHashMap<>();
    for (QScheme scheme : SCHEMES) {
      String name = ", " + scheme;
      makers.put("min max" + name, () -> new MinMaxObserver(scheme));
      makers.put("moving average" + name, () -> new MovingAverageMinMaxObserver(scheme));
      makers.put("histogram" + name, () -> new HistogramObserver(scheme));
      makers.put("percentile" + name, () -> new PercentileObserver(scheme, 99.9));
      makers.put("entropy" + name, () -> new EntropyObserver(scheme));
      makers.put("mse" + name, () -> new MseObserver(scheme));
    }
    return makers;
  }

  /** Those, and the ones that keep a range for each index along axis 1. */
  static Map<String, Supplier<Observer>> all() {
    Map<String, Supplier<Observer>> makers = perTensor();
    makers.put("per channel", () -> new PerChannelMinMaxObserver(SYMMETRIC, 1));
    makers.put(
        "moving average per channel",
        () -> new MovingAveragePerChannelMinMaxObserver(SYMMETRIC, 1));
    return makers;
  }

  /** Normal values with some far out, of shape [n, 2]. */
  static FloatTensor values(SplittableRandom random, int n, double deviation, double tail) {
    float[] values = new float[2 * n];
    for (int i = 0; i < values.length; i++) {
      double far = random.nextInt(500) == 0 ? tail : 1;
      values[i] = (float) (random.nextGaussian() * deviation * far);
    }
    return FloatTensor.wrap(values, n, 2);
  }

  static FloatTensor joined(FloatTensor... tensors) {
    int count = 0;
    for (FloatTensor tensor : tensors) {
      count += tensor.shape().size();
    }
    float[] values = new float[count];
    int at = 0;
    for (FloatTensor tensor : tensors) {
      float[] part = tensor.toArray();
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    return FloatTensor.wrap(values, count / 2, 2);
  }
}
