package dev.octet.oracle;

import dev.octet.quantization.golden.EmbeddingCase;
import dev.octet.quantization.golden.LinearCase;
import dev.octet.quantization.golden.RangeCase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * PyTorch, called through its dispatcher, since most quantized operators have no typed method. Not
 * safe from several threads.
 */
final class Torch {
  /** What answers; stands in the golden files. */
  static final String VERSION =
      "PyTorch " + torch.class.getPackage().getImplementationVersion() + " of org.bytedeco:pytorch";

  private static final float EPS = 0x1p-23f;

  private final Dispatcher dispatcher = Dispatcher.singleton();
  private final Map<String, OperatorHandle> operators = new HashMap<>();

  /** Starts it, on one thread. */
  Torch(QEngine engine) {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
    torch.globalContext().setQEngine(engine);
  }

  /**
   * Whether sums of 8-bit activations saturate: on a CPU without VNNI, FBGEMM adds pairs of
   * products in 16 bits.
   */
  boolean saturates() {
    Tensor ones = torch.ones(1, 8);
    return linear("linear_dynamic", ones, perTensor(ones), new IValue(), false)[0] < 7.9f;
  }

  /** PyTorch's answer to a linear layer. */
  LinearCase.Answer answer(LinearCase c) {
    Tensor x = floats(c.x(), c.m(), c.k());
    IValueVector chosen =
        call("aten::_choose_qparams_per_tensor", new IValue(x), new IValue(c.reduceRange()));
    double scale = chosen.get(0).toDouble();
    long zeroPoint = chosen.get(1).toInt();
    Tensor q = torch.quantize_per_tensor(x, scale, zeroPoint, ScalarType.QUInt8);

    Tensor w = floats(c.weight(), c.n(), c.k());
    Tensor weight = c.perChannel() ? perChannel(w) : perTensor(w);
    Tensor unscaled = perTensor(weight.int_repr().to(ScalarType.Float), 1.0);
    IValue bias = c.bias() == null ? new IValue() : new IValue(floats(c.bias(), c.n()));
    float[] y = linear("linear_dynamic", x, weight, bias, c.reduceRange());
    return new LinearCase.Answer(
        (float) scale,
        (int) zeroPoint,
        bytes(q.int_repr()),
        toFloats(q.dequantize()),
        inside(x, c, (float) scale, zeroPoint),
        scales(weight, c),
        bytes(weight.int_repr()),
        linear("linear_dynamic", x, unscaled, new IValue(), c.reduceRange()),
        y,
        linear("linear_relu_dynamic", x, weight, bias, c.reduceRange()));
  }

  /** The integers of the input inside linear_dynamic: what comes out where the weight is 1. */
  private byte[] inside(Tensor x, LinearCase c, float scale, long zeroPoint) {
    Tensor one = perTensor(torch.eye(c.k()), 1.0);
    float[] y = linear("linear_dynamic", x, one, new IValue(), c.reduceRange());
    byte[] q = new byte[y.length];
    for (int i = 0; i < y.length; i++) {
      long steps = Math.round((double) y[i] / scale);
      if (y[i] != (float) steps * scale || steps + zeroPoint < 0 || steps + zeroPoint > 255) {
        throw new IllegalStateException(c + ": " + y[i] + " is not a step of " + scale);
      }
      q[i] = (byte) (steps + zeroPoint);
    }
    return q;
  }

  private float[] linear(
      String operator, Tensor x, Tensor weight, IValue bias, boolean reduceRange) {
    IValue packed = call("quantized::linear_prepack", new IValue(weight), bias).get(0);
    return toFloats(
        call("quantized::" + operator, new IValue(x), packed, new IValue(reduceRange))
            .get(0)
            .toTensor());
  }

  /** MinMaxObserver(qint8, per_tensor_symmetric), written with PyTorch's own operators. */
  private static Tensor perTensor(Tensor w) {
    Tensor zero = torch.zeros(1);
    Tensor most =
        torch.max(torch.min(w.min(), zero).neg(), torch.max(w.max(), zero)).div(new Scalar(127.5));
    return perTensor(w, torch.max(most, torch.full(new long[] {1}, new Scalar(EPS))).item_double());
  }

  private static Tensor perTensor(Tensor w, double scale) {
    return torch.quantize_per_tensor(w, scale, 0, ScalarType.QInt8);
  }

  /** PerChannelMinMaxObserver(qint8, per_channel_symmetric, axis 0), likewise. */
  private static Tensor perChannel(Tensor w) {
    Tensor zeros = torch.zeros(w.size(0));
    Tensor least = torch.min(w.amin(new long[] {1}, false), zeros);
    Tensor greatest = torch.max(w.amax(new long[] {1}, false), zeros);
    Tensor scales = torch.max(least.neg(), greatest).div(new Scalar(127.5));
    Tensor atLeast = torch.max(scales, torch.full(new long[] {1}, new Scalar(EPS)));
    return torch.quantize_per_channel(
        w, atLeast.to(ScalarType.Double), zeros.to(ScalarType.Long), 0, ScalarType.QInt8);
  }

  private static float[] scales(Tensor weight, LinearCase c) {
    if (!c.perChannel()) {
      return new float[] {(float) weight.q_scale()};
    }
    double[] doubles = new double[c.n()];
    new DoublePointer(weight.q_per_channel_scales().data_ptr()).get(doubles);
    float[] floats = new float[c.n()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  /** PyTorch's answer to an embedding table. */
  EmbeddingCase.Answer answer(EmbeddingCase c) {
    Tensor table = floats(c.table(), c.rows(), c.size());
    Tensor packed =
        call("quantized::embedding_bag_byte_prepack", new IValue(table)).get(0).toTensor();
    ByteBuffer rows = ByteBuffer.wrap(bytes(packed)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] codes = new byte[c.rows() * c.size()];
    float[] scales = new float[c.rows()];
    float[] biases = new float[c.rows()];
    for (int i = 0; i < c.rows(); i++) {
      rows.get(codes, i * c.size(), c.size());
      scales[i] = rows.getFloat();
      biases[i] = rows.getFloat();
    }
    Tensor unpacked =
        call("quantized::embedding_bag_byte_unpack", new IValue(packed)).get(0).toTensor();
    return new EmbeddingCase.Answer(
        codes, scales, biases, toFloats(unpacked), looked(packed, c.rows()));
  }

  private float[] looked(Tensor packed, int rows) {
    long[] ids = new long[rows];
    for (int i = 0; i < rows; i++) {
      ids[i] = i;
    }
    IValue each = new IValue(longs(ids));
    return toFloats(
        call(
                "quantized::embedding_bag_byte_rowwise_offsets",
                new IValue(packed),
                each,
                each,
                new IValue(false),
                new IValue(0L),
                new IValue(false),
                new IValue(),
                new IValue(),
                new IValue(false))
            .get(0)
            .toTensor());
  }

  /** The parameters that fused fake quantization chooses for a batch of two values. */
  RangeCase.Answer answer(RangeCase c) {
    Tensor on = longs(new long[] {1});
    Tensor scale = torch.ones(1);
    Tensor zeroPoint = torch.zeros(1).to(ScalarType.Int);
    call(
        "aten::_fused_moving_avg_obs_fq_helper",
        new IValue(floats(new float[] {c.min(), c.max()}, 2)),
        new IValue(on),
        new IValue(on),
        new IValue(torch.full(new long[] {1}, new Scalar(Float.POSITIVE_INFINITY))),
        new IValue(torch.full(new long[] {1}, new Scalar(Float.NEGATIVE_INFINITY))),
        new IValue(scale),
        new IValue(zeroPoint),
        new IValue(1.0),
        new IValue((long) c.qmin()),
        new IValue((long) c.qmax()),
        new IValue(-1L),
        new IValue(false),
        new IValue(c.preserveSparsity()));
    return new RangeCase.Answer(toFloats(scale)[0], (int) zeroPoint.item_long());
  }

  private IValueVector call(String operator, IValue... arguments) {
    IValueVector stack = new IValueVector(arguments);
    operators
        .computeIfAbsent(operator, name -> dispatcher.findSchemaOrThrow(name, ""))
        .callBoxed(stack);
    return stack;
  }

  private static Tensor floats(float[] values, long... shape) {
    Tensor t = torch.empty(shape);
    new FloatPointer(t.data_ptr()).put(values);
    return t;
  }

  private static Tensor longs(long[] values) {
    Tensor t = torch.zeros(values.length).to(ScalarType.Long);
    new LongPointer(t.data_ptr()).put(values);
    return t;
  }

  static float[] toFloats(Tensor t) {
    Tensor dense = t.contiguous();
    float[] values = new float[(int) dense.numel()];
    new FloatPointer(dense.data_ptr()).get(values);
    return values;
  }

  private static byte[] bytes(Tensor t) {
    Tensor dense = t.contiguous();
    byte[] values = new byte[(int) dense.numel()];
    new BytePointer(dense.data_ptr()).get(values);
    return values;
  }
}
