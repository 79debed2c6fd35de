package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A layer as exchange formats have it: weights and settings are inputs, and padding may depend on
 * the input's size. {@link dev.octet.nn.pass.Simplify} makes the layer itself of it where they are
 * constant and the size is known; where not, it is made anew at every call.
 *
 * @param kind which layer
 * @param settings the format's settings
 * @param given which of the format's inputs there are behind the first, in order
 */
public record Deferred(Kind kind, ModuleState settings, List<Integer> given) implements Module {
  /** The layers. Their settings and inputs are ONNX's. */
  public enum Kind {
    /** {@link Conv}: weight, bias. */
    CONV,
    /** {@link Conv}, transposed: weight, bias. */
    CONV_TRANSPOSE,
    /** {@link BatchNorm}: gamma, beta, mean, variance. */
    BATCH_NORM,
    /** {@link InstanceNorm}: gamma, beta. */
    INSTANCE_NORM,
    /** {@link PRelu}: slopes. */
    PRELU,
    /** {@link Clamp}: least, greatest. */
    CLAMP,
    /** {@link Pad}: counts before all axes, then after all axes; value; axes. */
    PAD,
    /** {@link Upsample}: scales, sizes; of all axes. */
    UPSAMPLE,
    /** {@link Split}: sizes. */
    SPLIT,
    /** {@link MaxPool} or {@link AvgPool} with padding that keeps sizes. */
    POOL,
    /** {@link AdaptivePool} into one pixel, whatever the rank. */
    GLOBAL_POOL;

    /**
     * The type's name.
     *
     * @return {@code deferred_conv}
     */
    public String type() {
      return "deferred_" + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is known of the first input's sizes.
   *
   * @param dims them, {@link dev.octet.nn.Graph#ANY} where one is not known; null: not even how
   *     many
   */
  record Sizes(List<Integer> dims) {
    boolean ranked() {
      return dims != null;
    }

    /** The size along a spatial axis, or -1. */
    int spatial(int axis) {
      return dims == null || axis + 2 >= dims.size() ? -1 : dims.get(axis + 2);
    }
  }

  /** Copies. */
  public Deferred {
    given = List.copyOf(given);
  }

  /**
   * From a saved state.
   *
   * @param kind which layer
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Deferred of(Kind kind, ModuleState state) {
    Map<String, Object> settings = new HashMap<>(state.settings());
    settings.remove("given");
    List<Integer> given = Arrays.stream(state.intsOf("given")).boxed().toList();
    return new Deferred(kind, new ModuleState(settings, Map.of()), given);
  }

  @Override
  public String type() {
    return kind.type();
  }

  @Override
  public ModuleState state() {
    return settings.with("given", given.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * The layer itself.
   *
   * @param inputs what lies behind the first input
   * @param dims the first input's sizes, {@link dev.octet.nn.Graph#ANY} where one is not known;
   *     null: not even how many
   * @return a layer with one input; null where sizes that it needs are not known
   * @throws IllegalArgumentException if the settings do not fit the inputs
   */
  public Module bound(List<Tensor> inputs, List<Integer> dims) {
    Map<Integer, Tensor> args = new HashMap<>();
    for (int i = 0; i < given.size(); i++) {
      args.put(given.get(i), inputs.get(i));
    }
    Sizes sizes = new Sizes(dims);
    return switch (kind) {
      case CONV -> DeferredConvs.plain(settings, args, sizes);
      case CONV_TRANSPOSE -> DeferredConvs.transposed(settings, args, sizes);
      case BATCH_NORM -> DeferredLayers.batchNorm(settings, args, sizes);
      case INSTANCE_NORM -> DeferredLayers.instanceNorm(settings, args, sizes);
      case PRELU -> DeferredLayers.prelu(settings, args, sizes);
      case CLAMP -> DeferredLayers.clamp(settings, args, sizes);
      case PAD -> DeferredLayers.pad(settings, args, sizes);
      case UPSAMPLE -> DeferredLayers.upsample(settings, args, sizes);
      case SPLIT -> DeferredLayers.split(settings, args, sizes);
      case POOL -> DeferredConvs.pool(settings, args, sizes);
      case GLOBAL_POOL -> DeferredConvs.globalPool(settings, args, sizes);
    };
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1 + given.size(), 1 + given.size());
    Shape shape = inputs.getFirst().shape();
    List<Integer> dims = Arrays.stream(shape.dims()).boxed().toList();
    Module layer = bound(inputs.subList(1, inputs.size()), dims);
    return layer.forward(inputs.subList(0, 1), execution);
  }
}
