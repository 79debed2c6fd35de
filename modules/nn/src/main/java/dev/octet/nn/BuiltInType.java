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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How Octet's own modules are made from saved states. A switch, where a table of functions would
 * link a hundred lambdas of which a model needs ten: a tenth of a second of a cold start.
 *
 * @param family what makes the module
 * @param op which of its operations; null if it has but one
 */
record BuiltInType(Family family, Enum<?> op) {
  private enum Family {
    ACTIVATION,
    ADAPTIVE_POOL,
    ARG_MAX,
    ARITHMETIC,
    ATTENTION,
    AVG_POOL,
    BATCH_NORM,
    BYTE_EMBEDDING,
    BYTE_EMBEDDING_BAG,
    BYTE_LOOKUP,
    CAST,
    CHANNEL_SHUFFLE,
    CLAMP,
    CONCAT,
    CONSTANT,
    CONV,
    DEFERRED,
    DEQUANTIZE,
    DEQUANT_STUB,
    DROPOUT,
    DYNAMIC_LINEAR,
    ELU,
    EMBEDDING,
    EMBEDDING_BAG,
    FLATTEN,
    GATHER,
    GEMM,
    GROUP_NORM,
    HARD_SIGMOID,
    HARD_SWISH,
    IDENTITY,
    INSTANCE_NORM,
    LAYER_NORM,
    LEAKY_RELU,
    LINEAR,
    LINEAR_ACTIVATION,
    MAT_MUL,
    MAX_POOL,
    PAD,
    PIXEL_SHUFFLE,
    PIXEL_UNSHUFFLE,
    PRELU,
    QUANTIZE,
    QUANTIZED_ARITHMETIC,
    QUANTIZED_BATCH_NORM,
    QUANTIZED_CONCAT,
    QUANTIZED_CONV,
    QUANTIZED_GROUP_NORM,
    QUANTIZED_LAYER_NORM,
    QUANTIZED_LINEAR,
    QUANTIZED_LINEAR_ACTIVATION,
    QUANTIZED_MAT_MUL,
    QUANTIZED_PRELU,
    QUANTIZED_SCALAR,
    QUANTIZED_SOFTMAX,
    QUANT_STUB,
    REDUCE_MEAN,
    RESHAPE,
    SCALAR,
    SHAPE_OF,
    SILU,
    SLICE,
    SOFTMAX,
    SOFTPLUS,
    SPLIT,
    SQUEEZE,
    TRANSPOSE,
    UNSQUEEZE,
    UPSAMPLE
  }

  /** All, by name. */
  static Map<String, BuiltInType> table() {
    Map<String, BuiltInType> table = new LinkedHashMap<>();
    layers(table);
    images(table);
    integers(table);
    for (String function : ByteLookup.FUNCTIONS) {
      put(table, Family.BYTE_LOOKUP, null, ByteLookup.type(function));
    }
    for (int spatial = 1; spatial <= 3; spatial++) {
      for (boolean transposed : new boolean[] {false, true}) {
        put(table, Family.CONV, null, ConvWeights.types(spatial, transposed));
        put(table, Family.QUANTIZED_CONV, null, QuantizedConv.types(spatial, transposed));
      }
    }
    operations(table);
    return table;
  }

  private static void layers(Map<String, BuiltInType> table) {
    put(table, Family.ARG_MAX, null, ArgMax.TYPE);
    put(table, Family.ATTENTION, null, Attention.TYPE);
    put(table, Family.BYTE_EMBEDDING, null, ByteEmbedding.TYPE);
    put(table, Family.BYTE_EMBEDDING_BAG, null, ByteEmbeddingBag.TYPE);
    put(table, Family.CAST, null, Cast.TYPE);
    put(table, Family.CONCAT, null, Concat.TYPE);
    put(table, Family.CONSTANT, null, Constant.TYPE);
    put(table, Family.DROPOUT, null, Dropout.TYPE);
    put(table, Family.DYNAMIC_LINEAR, null, DynamicLinear.TYPE);
    put(table, Family.ELU, null, Elu.TYPE, Elu.CELU);
    put(table, Family.EMBEDDING, null, Embedding.TYPE);
    put(table, Family.EMBEDDING_BAG, null, EmbeddingBag.TYPE);
    put(table, Family.GATHER, null, Gather.TYPE);
    put(table, Family.GEMM, null, Gemm.TYPE);
    put(table, Family.HARD_SIGMOID, null, HardSigmoid.TYPE);
    put(table, Family.HARD_SWISH, null, HardSwish.TYPE);
    put(table, Family.IDENTITY, null, Identity.TYPE);
    put(table, Family.LAYER_NORM, null, LayerNorm.TYPE);
    put(table, Family.LEAKY_RELU, null, LeakyRelu.TYPE);
    put(table, Family.LINEAR, null, Limits.types(Linear.TYPE));
    put(table, Family.LINEAR_ACTIVATION, null, LinearActivation.LEAKY_RELU, LinearActivation.TANH);
    put(table, Family.MAT_MUL, null, MatMul.TYPE);
    put(table, Family.PRELU, null, PRelu.TYPE);
    put(table, Family.REDUCE_MEAN, null, ReduceMean.TYPE);
    put(table, Family.RESHAPE, null, Reshape.TYPE);
    put(table, Family.SHAPE_OF, null, ShapeOf.TYPE);
    put(table, Family.SILU, null, Silu.TYPE);
    put(table, Family.SLICE, null, Slice.TYPE);
    put(table, Family.SOFTMAX, null, Softmax.TYPE);
    put(table, Family.SOFTPLUS, null, Softplus.TYPE);
    put(table, Family.SPLIT, null, Split.TYPE);
    put(table, Family.SQUEEZE, null, Squeeze.TYPE);
    put(table, Family.TRANSPOSE, null, Transpose.TYPE);
    put(table, Family.UNSQUEEZE, null, Unsqueeze.TYPE);
  }

  private static void images(Map<String, BuiltInType> table) {
    put(table, Family.ADAPTIVE_POOL, null, AdaptivePool.AVERAGE, AdaptivePool.MAX);
    put(table, Family.AVG_POOL, null, AvgPool.TYPE);
    put(table, Family.BATCH_NORM, null, Limits.types(BatchNorm.TYPE));
    put(table, Family.CHANNEL_SHUFFLE, null, ChannelShuffle.TYPE);
    put(table, Family.CLAMP, null, Clamp.TYPE, Clamp.RELU6);
    put(table, Family.FLATTEN, null, Flatten.TYPE);
    put(table, Family.GROUP_NORM, null, GroupNorm.TYPE);
    put(table, Family.INSTANCE_NORM, null, InstanceNorm.TYPE);
    put(table, Family.MAX_POOL, null, MaxPool.TYPE);
    put(table, Family.PAD, null, Pad.TYPE);
    put(table, Family.PIXEL_SHUFFLE, null, PixelShuffle.TYPE);
    put(table, Family.PIXEL_UNSHUFFLE, null, PixelUnshuffle.TYPE);
    put(table, Family.UPSAMPLE, null, Upsample.TYPE);
  }

  private static void integers(Map<String, BuiltInType> table) {
    put(table, Family.DEQUANTIZE, null, Dequantize.TYPE);
    put(table, Family.DEQUANT_STUB, null, DeQuantStub.TYPE);
    put(table, Family.QUANTIZE, null, Quantize.TYPE);
    put(table, Family.QUANTIZED_BATCH_NORM, null, QuantizedBatchNorm.types());
    put(table, Family.QUANTIZED_CONCAT, null, QuantizedConcat.TYPE);
    put(table, Family.QUANTIZED_GROUP_NORM, null, QuantizedGroupNorm.TYPE);
    put(table, Family.QUANTIZED_LAYER_NORM, null, QuantizedLayerNorm.TYPE);
    put(table, Family.QUANTIZED_LINEAR, null, Limits.types(QuantizedLinear.TYPE));
    put(
        table,
        Family.QUANTIZED_LINEAR_ACTIVATION,
        null,
        QuantizedLinearActivation.LEAKY_RELU,
        QuantizedLinearActivation.TANH);
    put(table, Family.QUANTIZED_MAT_MUL, null, QuantizedMatMul.TYPE);
    put(table, Family.QUANTIZED_PRELU, null, QuantizedPRelu.TYPE);
    put(table, Family.QUANTIZED_SOFTMAX, null, QuantizedSoftmax.TYPE);
    put(table, Family.QUANT_STUB, null, QuantStub.TYPE);
  }

  private static void operations(Map<String, BuiltInType> table) {
    for (Deferred.Kind kind : Deferred.Kind.values()) {
      put(table, Family.DEFERRED, kind, kind.type());
    }
    for (FloatUnary.Op op : FloatUnary.Op.values()) {
      put(table, Family.ACTIVATION, op, new Activation(op).type());
    }
    for (FloatBinary.Op op : FloatBinary.Op.values()) {
      put(table, Family.ARITHMETIC, op, Limits.types(new Arithmetic(op).type()));
    }
    for (FloatBinary.Op op : Scalar.OPS) {
      put(table, Family.SCALAR, op, Scalar.type(op));
      put(table, Family.QUANTIZED_SCALAR, op, QuantizedScalar.type(op));
    }
    for (QBinary.Op op : QBinary.Op.values()) {
      put(table, Family.QUANTIZED_ARITHMETIC, op, Limits.types(QuantizedArithmetic.type(op)));
    }
  }

  private static void put(
      Map<String, BuiltInType> table, Family family, Enum<?> op, String... names) {
    BuiltInType type = new BuiltInType(family, op);
    for (String name : names) {
      table.put(name, type);
    }
  }

  Module make(ModuleState state) {
    return switch (family) {
      case ACTIVATION -> activation();
      case ADAPTIVE_POOL -> AdaptivePool.of(state);
      case ARG_MAX -> ArgMax.of(state);
      case ARITHMETIC -> Arithmetic.of((FloatBinary.Op) op, state);
      case ATTENTION -> Attention.of(state);
      case AVG_POOL -> AvgPool.of(state);
      case BATCH_NORM -> BatchNorm.of(state);
      case BYTE_EMBEDDING -> ByteEmbedding.of(state);
      case BYTE_EMBEDDING_BAG -> ByteEmbeddingBag.of(state);
      case BYTE_LOOKUP -> ByteLookup.of(state);
      case CAST -> Cast.of(state);
      case CHANNEL_SHUFFLE -> ChannelShuffle.of(state);
      case CLAMP -> Clamp.of(state);
      case CONCAT -> Concat.of(state);
      case CONSTANT -> Constant.of(state);
      case CONV -> Conv.of(state);
      case DEFERRED -> Deferred.of((Deferred.Kind) op, state);
      case DEQUANTIZE -> new Dequantize();
      case DEQUANT_STUB -> new DeQuantStub();
      case DROPOUT -> Dropout.of(state);
      case DYNAMIC_LINEAR -> DynamicLinear.of(state);
      case ELU -> Elu.of(state);
      case EMBEDDING -> Embedding.of(state);
      case EMBEDDING_BAG -> EmbeddingBag.of(state);
      case FLATTEN -> Flatten.of(state);
      case GATHER -> Gather.of(state);
      case GEMM -> Gemm.of(state);
      case GROUP_NORM -> GroupNorm.of(state);
      case HARD_SIGMOID -> HardSigmoid.of(state);
      case HARD_SWISH -> HardSwish.of(state);
      case IDENTITY -> Identity.of(state);
      case INSTANCE_NORM -> InstanceNorm.of(state);
      case LAYER_NORM -> LayerNorm.of(state);
      case LEAKY_RELU -> LeakyRelu.of(state);
      case LINEAR -> Linear.of(state);
      case LINEAR_ACTIVATION -> LinearActivation.of(state);
      case MAT_MUL -> MatMul.of(state);
      case MAX_POOL -> MaxPool.of(state);
      case PAD -> Pad.of(state);
      case PIXEL_SHUFFLE -> PixelShuffle.of(state);
      case PIXEL_UNSHUFFLE -> PixelUnshuffle.of(state);
      case PRELU -> PRelu.of(state);
      case QUANTIZE -> Quantize.of(state);
      case QUANTIZED_ARITHMETIC -> QuantizedArithmetic.of((QBinary.Op) op, state);
      case QUANTIZED_BATCH_NORM -> QuantizedBatchNorm.of(state);
      case QUANTIZED_CONCAT -> QuantizedConcat.of(state);
      case QUANTIZED_CONV -> QuantizedConv.of(state);
      case QUANTIZED_GROUP_NORM -> QuantizedGroupNorm.of(state);
      case QUANTIZED_LAYER_NORM -> QuantizedLayerNorm.of(state);
      case QUANTIZED_LINEAR -> QuantizedLinear.of(state);
      case QUANTIZED_LINEAR_ACTIVATION -> QuantizedLinearActivation.of(state);
      case QUANTIZED_MAT_MUL -> QuantizedMatMul.of(state);
      case QUANTIZED_PRELU -> QuantizedPRelu.of(state);
      case QUANTIZED_SCALAR -> QuantizedScalar.of((FloatBinary.Op) op, state);
      case QUANTIZED_SOFTMAX -> QuantizedSoftmax.of(state);
      case QUANT_STUB -> new QuantStub();
      case REDUCE_MEAN -> ReduceMean.of(state);
      case RESHAPE -> Reshape.of(state);
      case SCALAR -> Scalar.of((FloatBinary.Op) op, state);
      case SHAPE_OF -> ShapeOf.of(state);
      case SILU -> Silu.of(state);
      case SLICE -> Slice.of(state);
      case SOFTMAX -> Softmax.of(state);
      case SOFTPLUS -> Softplus.of(state);
      case SPLIT -> Split.of(state);
      case SQUEEZE -> Squeeze.of(state);
      case TRANSPOSE -> Transpose.of(state);
      case UNSQUEEZE -> Unsqueeze.of(state);
      case UPSAMPLE -> Upsample.of(state);
    };
  }

  /**
   * Said to be a Module: all branches being records, the verifier would load each of their classes,
   * to see that they are.
   */
  private Module activation() {
    return new Activation((FloatUnary.Op) op);
  }
}
