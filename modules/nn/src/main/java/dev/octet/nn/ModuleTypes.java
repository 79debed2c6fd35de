package dev.octet.nn;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.QBinary;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.ArgMax;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Attention;
import dev.octet.nn.modules.AvgPool;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.ByteEmbeddingBag;
import dev.octet.nn.modules.Cast;
import dev.octet.nn.modules.ChannelShuffle;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.DeQuantStub;
import dev.octet.nn.modules.Deferred;
import dev.octet.nn.modules.Dropout;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Elu;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.EmbeddingBag;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.Gemm;
import dev.octet.nn.modules.GroupNorm;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.HardSwish;
import dev.octet.nn.modules.Identity;
import dev.octet.nn.modules.InstanceNorm;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.LeakyRelu;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.LinearActivation;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.MaxPool;
import dev.octet.nn.modules.PRelu;
import dev.octet.nn.modules.Pad;
import dev.octet.nn.modules.PixelShuffle;
import dev.octet.nn.modules.PixelUnshuffle;
import dev.octet.nn.modules.QuantStub;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.Scalar;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Silu;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Softmax;
import dev.octet.nn.modules.Softplus;
import dev.octet.nn.modules.Split;
import dev.octet.nn.modules.Squeeze;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.nn.modules.Upsample;
import dev.octet.nn.quantized.ByteLookup;
import dev.octet.nn.quantized.Dequantize;
import dev.octet.nn.quantized.Quantize;
import dev.octet.nn.quantized.QuantizedArithmetic;
import dev.octet.nn.quantized.QuantizedBatchNorm;
import dev.octet.nn.quantized.QuantizedConcat;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedGroupNorm;
import dev.octet.nn.quantized.QuantizedLayerNorm;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.nn.quantized.QuantizedLinearActivation;
import dev.octet.nn.quantized.QuantizedMatMul;
import dev.octet.nn.quantized.QuantizedPRelu;
import dev.octet.nn.quantized.QuantizedScalar;
import dev.octet.nn.quantized.QuantizedSoftmax;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How modules are made from saved states, by type. A table; users add their own types to it before
 * they load a graph that has them.
 */
public final class ModuleTypes {
  private static final ModuleTypes STANDARD = builtIn();

  private final Map<String, Function<ModuleState, Module>> types;

  private ModuleTypes(Map<String, Function<ModuleState, Module>> types) {
    this.types = types;
  }

  /**
   * Octet's own modules.
   *
   * @return the table
   */
  public static ModuleTypes standard() {
    return STANDARD;
  }

  private static ModuleTypes builtIn() {
    ModuleTypes types =
        new ModuleTypes(Map.of())
            .with(ArgMax.TYPE, ArgMax::of)
            .with(Attention.TYPE, Attention::of)
            .with(ByteEmbedding.TYPE, ByteEmbedding::of)
            .with(ByteEmbeddingBag.TYPE, ByteEmbeddingBag::of)
            .with(Cast.TYPE, Cast::of)
            .with(Concat.TYPE, Concat::of)
            .with(Constant.TYPE, Constant::of)
            .with(DynamicLinear.TYPE, DynamicLinear::of)
            .with(Embedding.TYPE, Embedding::of)
            .with(EmbeddingBag.TYPE, EmbeddingBag::of)
            .with(Gather.TYPE, Gather::of)
            .with(Gemm.TYPE, Gemm::of)
            .with(LayerNorm.TYPE, LayerNorm::of)
            .with(LinearActivation.LEAKY_RELU, LinearActivation::of)
            .with(LinearActivation.TANH, LinearActivation::of)
            .with(MatMul.TYPE, MatMul::of)
            .with(ReduceMean.TYPE, ReduceMean::of)
            .with(Reshape.TYPE, Reshape::of)
            .with(ShapeOf.TYPE, ShapeOf::of)
            .with(Slice.TYPE, Slice::of)
            .with(Softmax.TYPE, Softmax::of)
            .with(Split.TYPE, Split::of)
            .with(Squeeze.TYPE, Squeeze::of)
            .with(Transpose.TYPE, Transpose::of)
            .with(Unsqueeze.TYPE, Unsqueeze::of);
    for (Deferred.Kind kind : Deferred.Kind.values()) {
      types = types.with(kind.type(), state -> Deferred.of(kind, state));
    }
    for (FloatUnary.Op op : FloatUnary.Op.values()) {
      Activation activation = new Activation(op);
      types = types.with(activation.type(), state -> activation);
    }
    for (FloatBinary.Op op : FloatBinary.Op.values()) {
      Arithmetic arithmetic = new Arithmetic(op);
      for (String type : Limits.types(arithmetic.type())) {
        types = types.with(type, state -> Arithmetic.of(op, state));
      }
    }
    for (String type : Limits.types(Linear.TYPE)) {
      types = types.with(type, Linear::of);
    }
    return images(functions(types));
  }

  private static ModuleTypes functions(ModuleTypes types) {
    return types
        .with(Dropout.TYPE, Dropout::of)
        .with(Elu.CELU, Elu::of)
        .with(Elu.TYPE, Elu::of)
        .with(HardSigmoid.TYPE, HardSigmoid::of)
        .with(HardSwish.TYPE, HardSwish::of)
        .with(Identity.TYPE, Identity::of)
        .with(LeakyRelu.TYPE, LeakyRelu::of)
        .with(PRelu.TYPE, PRelu::of)
        .with(Silu.TYPE, Silu::of)
        .with(Softplus.TYPE, Softplus::of);
  }

  private static ModuleTypes images(ModuleTypes types) {
    ModuleTypes more =
        types
            .with(AdaptivePool.AVERAGE, AdaptivePool::of)
            .with(AdaptivePool.MAX, AdaptivePool::of)
            .with(AvgPool.TYPE, AvgPool::of)
            .with(ChannelShuffle.TYPE, ChannelShuffle::of)
            .with(Clamp.RELU6, Clamp::of)
            .with(Clamp.TYPE, Clamp::of)
            .with(Flatten.TYPE, Flatten::of)
            .with(GroupNorm.TYPE, GroupNorm::of)
            .with(InstanceNorm.TYPE, InstanceNorm::of)
            .with(MaxPool.TYPE, MaxPool::of)
            .with(Pad.TYPE, Pad::of)
            .with(PixelShuffle.TYPE, PixelShuffle::of)
            .with(PixelUnshuffle.TYPE, PixelUnshuffle::of)
            .with(Upsample.TYPE, Upsample::of);
    for (String type : Limits.types(BatchNorm.TYPE)) {
      more = more.with(type, BatchNorm::of);
    }
    for (int spatial = 1; spatial <= 3; spatial++) {
      for (boolean transposed : new boolean[] {false, true}) {
        for (String type : ConvWeights.types(spatial, transposed)) {
          more = more.with(type, Conv::of);
        }
        for (String type : QuantizedConv.types(spatial, transposed)) {
          more = more.with(type, QuantizedConv::of);
        }
      }
    }
    return integers(more);
  }

  private static ModuleTypes integers(ModuleTypes types) {
    ModuleTypes more =
        types
            .with(Dequantize.TYPE, state -> new Dequantize())
            .with(DeQuantStub.TYPE, state -> new DeQuantStub())
            .with(QuantStub.TYPE, state -> new QuantStub())
            .with(Quantize.TYPE, Quantize::of)
            .with(QuantizedConcat.TYPE, QuantizedConcat::of)
            .with(QuantizedGroupNorm.TYPE, QuantizedGroupNorm::of)
            .with(QuantizedLayerNorm.TYPE, QuantizedLayerNorm::of)
            .with(QuantizedMatMul.TYPE, QuantizedMatMul::of)
            .with(QuantizedPRelu.TYPE, QuantizedPRelu::of)
            .with(QuantizedSoftmax.TYPE, QuantizedSoftmax::of);
    for (String function : ByteLookup.FUNCTIONS) {
      more = more.with(ByteLookup.type(function), ByteLookup::of);
    }
    for (String type : QuantizedLinearActivation.TYPES) {
      more = more.with(type, QuantizedLinearActivation::of);
    }
    for (FloatBinary.Op op : Scalar.OPS) {
      more =
          more.with(Scalar.type(op), state -> Scalar.of(op, state))
              .with(QuantizedScalar.type(op), state -> QuantizedScalar.of(op, state));
    }
    for (String type : QuantizedBatchNorm.types()) {
      more = more.with(type, QuantizedBatchNorm::of);
    }
    for (String type : Limits.types(QuantizedLinear.TYPE)) {
      more = more.with(type, QuantizedLinear::of);
    }
    for (QBinary.Op op : QBinary.Op.values()) {
      for (String type : Limits.types(QuantizedArithmetic.type(op))) {
        more = more.with(type, state -> QuantizedArithmetic.of(op, state));
      }
    }
    return more;
  }

  /**
   * This table with one type more.
   *
   * @param type what {@link Module#type} gives
   * @param maker makes the module from what {@link Module#state} gave
   * @return a new table
   */
  public ModuleTypes with(String type, Function<ModuleState, Module> maker) {
    Map<String, Function<ModuleState, Module>> more = new LinkedHashMap<>(types);
    more.put(type, maker);
    return new ModuleTypes(more);
  }

  /**
   * The types that this table knows.
   *
   * @return their names
   */
  public Set<String> names() {
    return Collections.unmodifiableSet(types.keySet());
  }

  /**
   * Makes a module.
   *
   * @param type its type
   * @param state its state
   * @return the module
   * @throws IllegalArgumentException if the type is not in this table, or the state does not fit it
   */
  public Module make(String type, ModuleState state) {
    Function<ModuleState, Module> maker = types.get(type);
    if (maker == null) {
      throw new IllegalArgumentException(
          "module type '" + type + "' is not known; a type of your own goes to ModuleTypes.with");
    }
    return maker.apply(state);
  }
}
