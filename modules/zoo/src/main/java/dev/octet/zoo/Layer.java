package dev.octet.zoo;

import dev.octet.kernel.ConvFilter;
import dev.octet.nn.Module;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Linear;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What a node of a network is before it has weights. */
sealed interface Layer {
  /** The weights' shapes by the last part of their names, in the order of the state_dict. */
  Map<String, Shape> parameters();

  /** The module; {@code weights} gives them by the last part of their names. */
  Module module(Function<String, FloatTensor> weights);

  /** A 2-d convolution without bias. */
  record Convolution(ConvFilter filter) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      Shape shape =
          Shape.of(
              filter.outChannels(),
              filter.groupInputs(),
              filter.height().kernel(),
              filter.width().kernel());
      return Map.of("weight", shape);
    }

    @Override
    public Module module(Function<String, FloatTensor> weights) {
      return new Conv(2, filter, weights.apply("weight"), null);
    }
  }

  /**
   * Batch normalization with PyTorch's eps, 1e-5.
   *
   * @param channels channels
   * @param last whether it ends the branch of a residual block
   */
  record Norm(int channels, boolean last) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      for (String name : new String[] {"weight", "bias", "running_mean", "running_var"}) {
        shapes.put(name, Shape.of(channels));
      }
      return shapes;
    }

    @Override
    public Module module(Function<String, FloatTensor> weights) {
      return new BatchNorm(
          weights.apply("weight"),
          weights.apply("bias"),
          weights.apply("running_mean"),
          weights.apply("running_var"),
          1e-5f);
    }
  }

  /** A linear layer with bias. */
  record Dense(int in, int out) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      Map<String, Shape> shapes = new LinkedHashMap<>();
      shapes.put("weight", Shape.of(out, in));
      shapes.put("bias", Shape.of(out));
      return shapes;
    }

    @Override
    public Module module(Function<String, FloatTensor> weights) {
      return new Linear(weights.apply("weight"), weights.apply("bias"));
    }
  }

  /** A module without weights. */
  record Plain(Module module) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      return Map.of();
    }

    @Override
    public Module module(Function<String, FloatTensor> weights) {
      return module;
    }
  }
}
