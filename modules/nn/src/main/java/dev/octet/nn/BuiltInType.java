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
    ADAPTIVE_POOL(AdaptivePool.AVERAGE, AdaptivePool.MAX),
    ARG_MAX(ArgMax.TYPE),
    ATTENTION(Attention.TYPE),
    AVG_POOL(AvgPool.TYPE),
    BATCH_NORM(Limits.types(BatchNorm.TYPE)),
    BYTE_EMBEDDING(ByteEmbedding.TYPE),
    BYTE_EMBEDDING_BAG(ByteEmbeddingBag.TYPE),
    CAST(Cast.TYPE),
    CHANNEL_SHUFFLE(ChannelShuffle.TYPE),
    CLAMP(Clamp.TYPE, Clamp.RELU6),
    CONCAT(Concat.TYPE),
    CONSTANT(Constant.TYPE),
    DEQUANTIZE(Dequantize.TYPE),
    DEQUANT_STUB(DeQuantStub.TYPE),
    DROPOUT(Dropout.TYPE),
    DYNAMIC_LINEAR(DynamicLinear.TYPE),
    ELU(Elu.TYPE, Elu.CELU),
    EMBEDDING(Embedding.TYPE),
    EMBEDDING_BAG(EmbeddingBag.TYPE),
    FLATTEN(Flatten.TYPE),
    GATHER(Gather.TYPE),
    GEMM(Gemm.TYPE),
    GROUP_NORM(GroupNorm.TYPE),
    HARD_SIGMOID(HardSigmoid.TYPE),
    HARD_SWISH(HardSwish.TYPE),
    IDENTITY(Identity.TYPE),
    INSTANCE_NORM(InstanceNorm.TYPE),
    LAYER_NORM(LayerNorm.TYPE),
    LEAKY_RELU(LeakyRelu.TYPE),
    LINEAR(Limits.types(Linear.TYPE)),
    LINEAR_ACTIVATION(LinearActivation.LEAKY_RELU, LinearActivation.TANH),
    MAT_MUL(MatMul.TYPE),
    MAX_POOL(MaxPool.TYPE),
    PAD(Pad.TYPE),
    PIXEL_SHUFFLE(PixelShuffle.TYPE),
    PIXEL_UNSHUFFLE(PixelUnshuffle.TYPE),
    PRELU(PRelu.TYPE),
    QUANTIZE(Quantize.TYPE),
    QUANTIZED_BATCH_NORM(QuantizedBatchNorm.types()),
    QUANTIZED_CONCAT(QuantizedConcat.TYPE),
    QUANTIZED_GROUP_NORM(QuantizedGroupNorm.TYPE),
    QUANTIZED_LAYER_NORM(QuantizedLayerNorm.TYPE),
    QUANTIZED_LINEAR(Limits.types(QuantizedLinear.TYPE)),
    QUANTIZED_LINEAR_ACTIVATION(
        QuantizedLinearActivation.LEAKY_RELU, QuantizedLinearActivation.TANH),
    QUANTIZED_MAT_MUL(QuantizedMatMul.TYPE),
    QUANTIZED_PRELU(QuantizedPRelu.TYPE),
    QUANTIZED_SOFTMAX(QuantizedSoftmax.TYPE),
    QUANT_STUB(QuantStub.TYPE),
    REDUCE_MEAN(ReduceMean.TYPE),
    RESHAPE(Reshape.TYPE),
    SHAPE_OF(ShapeOf.TYPE),
    SILU(Silu.TYPE),
    SLICE(Slice.TYPE),
    SOFTMAX(Softmax.TYPE),
    SOFTPLUS(Softplus.TYPE),
    SPLIT(Split.TYPE),
    SQUEEZE(Squeeze.TYPE),
    TRANSPOSE(Transpose.TYPE),
    UNSQUEEZE(Unsqueeze.TYPE),
    UPSAMPLE(Upsample.TYPE),
    ACTIVATION,
    ARITHMETIC,
    BYTE_LOOKUP,
    CONV,
    DEFERRED,
    QUANTIZED_ARITHMETIC,
    QUANTIZED_CONV,
    QUANTIZED_SCALAR,
    SCALAR;

    private final String[] names;

    Family(String... names) {
      this.names = names;
    }
  }

  /** All, by name. */
  static Map<String, BuiltInType> table() {
    Map<String, BuiltInType> table = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      put(table, family, null, family.names);
    }
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
