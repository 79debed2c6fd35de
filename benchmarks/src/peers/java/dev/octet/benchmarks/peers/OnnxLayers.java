package dev.octet.benchmarks.peers;

import static dev.octet.benchmarks.peers.OnnxModel.INT8;
import static dev.octet.benchmarks.peers.OnnxModel.UINT8;

import dev.octet.benchmarks.peers.OnnxModel.Attribute;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MaxPool;
import dev.octet.nn.quantized.Dequantize;
import dev.octet.nn.quantized.Quantize;
import dev.octet.nn.quantized.QuantizedArithmetic;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes the layers of a graph as ONNX's. Integers are written as what they stand for, between
 * {@code QuantizeLinear} and {@code DequantizeLinear}: the runtime makes integer operators of that,
 * and drops limits that the range of integers has already.
 */
final class OnnxLayers {
  private final OnnxModel file;

  /** What integers stand for, by the name of their value. */
  private final Map<String, ByteParams> integers = new HashMap<>();

  OnnxLayers(OnnxModel file) {
    this.file = file;
  }

  void add(Graph graph) {
    graph.nodes().forEach(this::add);
  }

  private void add(Node n) {
    String x = n.inputs().getFirst();
    String y = n.output();
    switch (n.module()) {
      case Conv c -> conv(c, n);
      case Linear l -> {
        List<String> operands = operands(x, constant(y + ".weight", l.weight()), y, l.bias());
        limited(l.limits(), y, to -> gemm(operands, to));
      }
      case Quantize q -> quantize(x, q.y(), y);
      case QuantizedConv c -> {
        List<String> operands = operands(n, c.weight(), c.bias(), c.x());
        quantized(c.limits(), c.y(), y, to -> conv(c.filter(), operands, to));
      }
      case QuantizedLinear l -> {
        List<String> operands = operands(n, l.weight(), l.bias(), l.x());
        quantized(l.limits(), l.y(), y, to -> gemm(operands, to));
      }
      case QuantizedArithmetic a when a.op() == QBinary.Op.ADD ->
          quantized(a.limits(), a.y(), y, to -> sum(real(x), real(n.inputs().get(1)), to));
      case Dequantize d -> file.node("", "Identity", List.of(real(x)), y);
      default -> {
        ByteParams same = integers.get(x);
        if (same == null) {
          common(n.module(), x, y);
        } else {
          quantized(Limits.NONE, same, y, to -> common(n.module(), real(x), to));
        }
      }
    }
  }

  private void conv(Conv c, Node n) {
    String y = n.output();
    String x = n.inputs().getFirst();
    List<String> operands = operands(x, constant(y + ".weight", c.weight()), y, c.bias());
    if (c.add()) {
      conv(c.filter(), operands, y + ".conv");
      limited(c.limits(), y, to -> sum(y + ".conv", n.inputs().get(1), to));
    } else {
      limited(c.limits(), y, to -> conv(c.filter(), operands, to));
    }
  }

  private void conv(ConvFilter f, List<String> operands, String to) {
    Axis h = f.height();
    Axis w = f.width();
    file.node(
        "",
        "Conv",
        operands,
        to,
        Attribute.list("kernel_shape", h.kernel(), w.kernel()),
        Attribute.list("strides", h.stride(), w.stride()),
        Attribute.list(
            "pads", h.paddingBefore(), w.paddingBefore(), h.paddingAfter(), w.paddingAfter()),
        Attribute.list("dilations", h.dilation(), w.dilation()),
        Attribute.of("group", f.groups()));
  }

  private void gemm(List<String> operands, String to) {
    file.node("", "Gemm", operands, to, Attribute.of("transB", 1));
  }

  private void sum(String a, String b, String to) {
    file.node("", "Add", List.of(a, b), to);
  }

  /** Layers that floats and integers go through alike. */
  private void common(Module module, String x, String y) {
    switch (module) {
      case MaxPool p -> {
        Sliding h = p.axes().getFirst();
        Sliding w = p.axes().getLast();
        file.node(
            "",
            "MaxPool",
            List.of(x),
            y,
            Attribute.list("kernel_shape", h.kernel(), w.kernel()),
            Attribute.list("strides", h.stride(), w.stride()),
            Attribute.list("pads", h.before(), w.before(), h.after(), w.after()));
      }
      case AdaptivePool p when !p.max() && p.sizes().stream().allMatch(s -> s == 1) ->
          file.node("", "GlobalAveragePool", List.of(x), y);
      case Flatten f -> file.node("", "Flatten", List.of(x), y, Attribute.of("axis", f.start()));
      default -> throw new IllegalStateException("no operator of ONNX's for " + module.type());
    }
  }

  /** A layer and the limits behind it. */
  private void limited(Limits limits, String y, Consumer<String> layer) {
    if (limits.isNone()) {
      layer.accept(y);
      return;
    }
    String free = y + ".free";
    layer.accept(free);
    if (limits.equals(Limits.RELU)) {
      file.node("", "Relu", List.of(free), y);
    } else {
      file.constant(y + ".least", new float[] {limits.least()});
      file.constant(y + ".greatest", new float[] {limits.greatest()});
      file.node("", "Clip", List.of(free, y + ".least", y + ".greatest"), y);
    }
  }

  /** A layer whose results become integers; their range limits them. */
  private void quantized(Limits limits, ByteParams p, String y, Consumer<String> layer) {
    if (!limits.isNone()) {
      ImageModel.checkSaturates(limits, p);
    }
    layer.accept(y + ".floats");
    quantize(y + ".floats", p, y);
  }

  private void quantize(String x, ByteParams p, String y) {
    integers.put(y, p);
    List<String> params = List.of(y + ".scale", y + ".zero_point");
    file.constant(params.getFirst(), new float[] {p.scale()});
    file.constant(params.getLast(), UINT8, new byte[] {(byte) p.zeroPoint()});
    file.node("", "QuantizeLinear", List.of(x, params.getFirst(), params.getLast()), y);
    file.node("", "DequantizeLinear", List.of(y, params.getFirst(), params.getLast()), real(y));
  }

  /** The floats that integers stand for. */
  private static String real(String value) {
    return value + ".real";
  }

  private List<String> operands(String x, String weight, String y, FloatTensor bias) {
    return bias == null ? List.of(x, weight) : List.of(x, weight, constant(y + ".bias", bias));
  }

  /** Weights in 8 bits and the bias in accumulators, as what they stand for. */
  private List<String> operands(Node n, QTensor weight, FloatTensor bias, ByteParams x) {
    String y = n.output();
    int out = weight.shape().dim(0);
    float[] scales = new float[out];
    float[] units = new float[out];
    int[] accumulators = new int[out];
    for (int c = 0; c < out; c++) {
      scales[c] = weight.qparams().scale(weight.qparams().isPerChannel() ? c : 0);
      units[c] = x.scale() * scales[c];
      float b = bias == null ? 0 : bias.array()[bias.offset() + c];
      accumulators[c] = Math.round(Affine.biasInAccumulators(b, x.scale(), scales[c]));
    }
    file.constant(y + ".w", INT8, weight.to(Layout.CONTIGUOUS).array(), dims(weight));
    file.constant(y + ".w_scale", scales, out);
    file.constant(y + ".w_zero_point", INT8, new byte[out], out);
    file.constant(y + ".b", accumulators, out);
    file.constant(y + ".b_scale", units, out);
    file.constant(y + ".b_zero_point", new int[out], out);
    for (String name : List.of(".w", ".b")) {
      List<String> in = List.of(y + name, y + name + "_scale", y + name + "_zero_point");
      file.node("", "DequantizeLinear", in, real(y + name), Attribute.of("axis", 0));
    }
    return List.of(real(n.inputs().getFirst()), real(y + ".w"), real(y + ".b"));
  }

  private String constant(String name, FloatTensor values) {
    file.constant(name, values.toArray(), dims(values));
    return name;
  }

  private static long[] dims(Tensor t) {
    return Arrays.stream(t.shape().dims()).asLongStream().toArray();
  }
}
