package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.TorchProgram.Value;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.QBinary;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.quantized.Dequantize;
import dev.octet.nn.quantized.Quantize;
import dev.octet.nn.quantized.QuantizedArithmetic;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.QTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An int8 network in PyTorch, with the scales and weights that Octet found. ONEDNN joins sums to
 * convolutions, as Octet does; the other engines have no operator for that.
 */
final class TorchInt8Model {
  private final Torch torch;
  private final TorchLayers layers;
  private final ImageModel model;

  TorchInt8Model(Torch torch, ImageModel model) {
    this.torch = torch;
    this.layers = new TorchLayers(torch);
    this.model = model;
  }

  List<Variant> variants() {
    return TorchLinear.ENGINES.stream()
        .map(e -> variant(e, e == QEngine.ONEDNN ? model.int8() : model.int8Apart()))
        .toList();
  }

  private Variant variant(QEngine engine, Graph graph) {
    TorchProgram program = new TorchProgram(torch, engine);
    Map<String, Value> values = new HashMap<>();
    values.put(model.input(), program.input(Torch.tensor(model.image())));
    for (Node n : graph.nodes()) {
      List<Value> in = n.inputs().stream().map(values::get).toList();
      Value x = in.getFirst();
      values.put(
          n.output(),
          switch (n.module()) {
            case Quantize q -> quantize(program, q.y(), x);
            case QuantizedConv c -> conv(program, engine, c, in);
            case QuantizedArithmetic a when a.op() == QBinary.Op.ADD ->
                program.call(
                    "quantized::add" + relu(a.limits(), a.y()),
                    x,
                    in.get(1),
                    scale(a.y()),
                    zeroPoint(a.y()));
            case QuantizedLinear l -> linear(program, engine, l, x);
            case Dequantize d -> program.call("aten::dequantize.self", x);
            default -> layers.common(program, n.module(), x);
          });
    }
    return Variant.peer(
        Group.MODEL, Numbers.INT8, "pytorch " + engine, program.end(), program::result);
  }

  private Value quantize(TorchProgram program, ByteParams y, Value x) {
    IValue type = new IValue((long) ScalarType.QUInt8.value);
    Value q = program.call("aten::quantize_per_tensor", x, scale(y), zeroPoint(y), type);
    return layers.channelsLast(program, q);
  }

  private Value conv(TorchProgram program, QEngine engine, QuantizedConv conv, List<Value> in) {
    ConvFilter f = conv.filter();
    IValue packed =
        torch.value(
            engine,
            "quantized::conv2d_prepack",
            quantized(conv.weight()),
            TorchLayers.optional(conv.bias()),
            layers.stride(f),
            layers.padding(f),
            layers.dilation(f),
            TorchLayers.groups(f));
    String relu = relu(conv.limits(), conv.y());
    return conv.add()
        ? program.call(
            "quantized::conv2d_add" + relu,
            in.getFirst(),
            in.get(1),
            packed,
            scale(conv.y()),
            zeroPoint(conv.y()))
        : program.call(
            "quantized::conv2d" + relu + ".new",
            in.getFirst(),
            packed,
            scale(conv.y()),
            zeroPoint(conv.y()));
  }

  private Value linear(TorchProgram program, QEngine engine, QuantizedLinear linear, Value x) {
    IValue packed =
        torch.value(
            engine,
            "quantized::linear_prepack",
            quantized(linear.weight()),
            TorchLayers.optional(linear.bias()));
    return program.call(
        "quantized::linear" + relu(linear.limits(), linear.y()),
        x,
        packed,
        scale(linear.y()),
        zeroPoint(linear.y()));
  }

  /** What an operator's name ends in. */
  private static String relu(Limits limits, ByteParams y) {
    if (limits.isNone()) {
      return "";
    }
    ImageModel.checkSaturates(limits, y);
    return "_relu";
  }

  private static IValue quantized(QTensor weight) {
    return new IValue(Torch.quantized(weight.dequantize(), weight));
  }

  private static IValue scale(ByteParams p) {
    return new IValue((double) p.scale());
  }

  private static IValue zeroPoint(ByteParams p) {
    return new IValue((long) p.zeroPoint());
  }
}
