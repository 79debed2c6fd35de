package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.TorchProgram.Value;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.kernel.ConvFilter;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/** A float network in PyTorch, channels last, in the ways that it has to run one. */
final class TorchFloatModel {
  private final Torch torch;
  private final TorchLayers layers;
  private final ImageModel model;

  /** How convolutions run. */
  private enum Way {
    /** {@code aten::conv2d}, then what follows, in place. */
    PLAIN("conv2d"),
    /** oneDNN with weights packed before, and ReLU: {@code optimize_for_inference}. */
    PREPACKED("oneDNN prepacked"),
    /** oneDNN with weights packed before, limits and sums: what Inductor calls. */
    POINTWISE("oneDNN pointwise");

    private final String title;

    Way(String title) {
      this.title = title;
    }
  }

  TorchFloatModel(Torch torch, ImageModel model) {
    this.torch = torch;
    this.layers = new TorchLayers(torch);
    this.model = model;
  }

  List<Variant> variants() {
    return Arrays.stream(Way.values()).map(this::variant).toList();
  }

  private Variant variant(Way way) {
    TorchProgram program = new TorchProgram(torch, null);
    Map<String, Value> values = new HashMap<>();
    Value image = program.input(Torch.tensor(model.image()));
    values.put(model.input(), layers.channelsLast(program, image));
    for (Node n : model.fused().nodes()) {
      Value x = values.get(n.inputs().getFirst());
      values.put(
          n.output(),
          switch (n.module()) {
            case Conv c -> conv(program, way, n, c, values);
            case Linear l -> linear(program, way, l, x);
            default -> layers.common(program, n.module(), x);
          });
    }
    return Variant.peer(
        Group.MODEL, Numbers.FLOAT, "pytorch " + way.title, program.end(), program::result);
  }

  private Value conv(
      TorchProgram program, Way way, Node node, Conv conv, Map<String, Value> values) {
    Value x = values.get(node.inputs().getFirst());
    Value addend = conv.add() ? values.get(node.inputs().get(1)) : null;
    if (way == Way.POINTWISE) {
      return pointwise(program, node, conv, x, addend);
    }
    boolean relu = way == Way.PREPACKED && !conv.add() && conv.limits().equals(Limits.RELU);
    Value y = way == Way.PLAIN ? plain(program, conv, x) : prepacked(program, node, conv, x, relu);
    if (addend != null) {
      y = program.call("aten::add_.Tensor", y, addend, new IValue(1L));
    }
    return relu ? y : limited(program, conv.limits(), y);
  }

  private Value plain(TorchProgram program, Conv conv, Value x) {
    ConvFilter f = conv.filter();
    return program.call(
        "aten::conv2d",
        x,
        new IValue(weight(conv)),
        TorchLayers.optional(conv.bias()),
        layers.stride(f),
        layers.padding(f),
        layers.dilation(f),
        TorchLayers.groups(f));
  }

  private Value prepacked(TorchProgram program, Node node, Conv conv, Value x, boolean relu) {
    ConvFilter f = conv.filter();
    IValue packed =
        torch.value(
            null,
            "mkldnn_prepacked::conv2d_prepack",
            new IValue(weight(conv)),
            TorchLayers.optional(conv.bias()),
            layers.stride(f),
            layers.padding(f),
            layers.dilation(f),
            TorchLayers.groups(f),
            torch.ints(model.dims(node.inputs().getFirst())),
            new IValue(relu ? "relu" : "none"));
    return program.call("mkldnn_prepacked::conv2d_run", x, packed);
  }

  /** A sum goes where its addend is, if nobody else reads that. */
  private Value pointwise(TorchProgram program, Node node, Conv conv, Value x, Value addend) {
    ConvFilter f = conv.filter();
    IValue packed =
        torch.value(
            null,
            "mkldnn::_reorder_convolution_weight",
            new IValue(weight(conv)),
            layers.padding(f),
            layers.stride(f),
            layers.dilation(f),
            TorchLayers.groups(f),
            torch.ints(model.dims(node.inputs().getFirst())));
    IValue bias = TorchLayers.optional(conv.bias());
    Limits limits = conv.limits();
    boolean clamps = !limits.isNone() && !limits.equals(Limits.RELU);
    double[] scalars = clamps ? new double[] {limits.least(), limits.greatest()} : new double[0];
    String unary = limits.isNone() ? "none" : clamps ? "hardtanh" : "relu";
    if (addend == null) {
      String operator = "mkldnn::_convolution_pointwise";
      return program.call(
          operator,
          x,
          packed,
          bias,
          layers.padding(f),
          layers.stride(f),
          layers.dilation(f),
          TorchLayers.groups(f),
          new IValue(unary),
          torch.scalars(operator, 8, scalars),
          new IValue(""));
    }
    boolean inPlace = ImageModel.isLastReader(model.fused(), node, node.inputs().get(1));
    String operator = "mkldnn::_convolution_pointwise" + (inPlace ? "_" : "") + ".binary";
    return program.call(
        operator,
        inPlace ? addend : x,
        inPlace ? x : addend,
        packed,
        bias,
        layers.padding(f),
        layers.stride(f),
        layers.dilation(f),
        TorchLayers.groups(f),
        new IValue("add"),
        new IValue(1.0),
        limits.isNone() ? Torch.NONE : new IValue(unary),
        torch.scalars(operator, 11, scalars),
        limits.isNone() ? Torch.NONE : new IValue(""));
  }

  private Value limited(TorchProgram program, Limits limits, Value y) {
    if (limits.isNone()) {
      return y;
    }
    return limits.equals(Limits.RELU)
        ? program.call("aten::relu_", y)
        : program.call(
            "aten::hardtanh_",
            y,
            new IValue((double) limits.least()),
            new IValue((double) limits.greatest()));
  }

  private Value linear(TorchProgram program, Way way, Linear linear, Value x) {
    IValue weight = new IValue(Torch.tensor(linear.weight()));
    IValue bias = TorchLayers.optional(linear.bias());
    if (way == Way.PLAIN) {
      return program.call("aten::linear", x, weight, bias);
    }
    IValue packed = torch.value(null, "mkldnn::_reorder_linear_weight", weight, new IValue(1L));
    String operator = "mkldnn::_linear_pointwise";
    return program.call(
        operator, x, packed, bias, new IValue("none"), torch.scalars(operator, 4), new IValue(""));
  }

  private Tensor weight(Conv conv) {
    return torch.channelsLast(Torch.tensor(conv.weight()));
  }
}
