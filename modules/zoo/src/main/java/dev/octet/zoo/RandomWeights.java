package dev.octet.zoo;

import dev.octet.kernel.ConvFilter;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.zoo.Plan.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes up the weights of a network. */
final class RandomWeights {
  private final SplittableRandom random;
  private final Map<String, FloatTensor> tensors = new LinkedHashMap<>();

  private RandomWeights(long seed) {
    random = new SplittableRandom(seed);
  }

  static Map<String, FloatTensor> of(List<Step> steps, long seed) {
    RandomWeights weights = new RandomWeights(seed);
    for (Step step : steps) {
      step.layer().parameters().forEach((name, shape) -> weights.put(step, name, shape));
    }
    return weights.tensors;
  }

  private void put(Step step, String name, Shape shape) {
    FloatTensor tensor =
        switch (step.layer()) {
          case Layer.Convolution conv -> around(0, he(conv.filter()), shape);
          case Layer.Dense dense -> around(0, 1 / Math.sqrt(dense.in()), shape);
          case Layer.Norm norm -> norm(norm, name, shape);
          case Layer.Plain plain -> throw new AssertionError(plain + " has weights");
        };
    tensors.put(step.name() + "." + name, tensor);
  }

  /** Half the width of the interval whose variance is 2 / K. */
  private static double he(ConvFilter filter) {
    return Math.sqrt(6.0 / filter.k());
  }

  private FloatTensor norm(Layer.Norm norm, String name, Shape shape) {
    return switch (name) {
      case "weight" -> norm.last() ? around(0.3, 0.1, shape) : around(1, 0.2, shape);
      case "running_var" -> around(1, 0.2, shape);
      default -> around(0, 0.1, shape);
    };
  }

  private FloatTensor around(double middle, double reach, Shape shape) {
    float[] w = new float[shape.size()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (middle + reach * (2 * random.nextDouble() - 1));
    }
    return FloatTensor.wrap(w, 0, shape);
  }
}
