package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.numerics.ChooseQParams;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.QEngine;

/** PyTorch's convolutions, with ReLU. Each call allocates its result. */
final class TorchConv {
  private final Torch torch;
  private final ConvShape shape;
  private final Operands operands;
  private final Tensor x;
  private final Tensor weight;
  private final IValue bias;
  private final IValue stride;
  private final IValue padding;
  private final IValue dilation;
  private final IValue groups;

  TorchConv(Torch torch, ConvShape shape, Operands operands) {
    this.torch = torch;
    this.shape = shape;
    this.operands = operands;
    x = Torch.tensor(operands.x());
    weight = Torch.tensor(operands.weight());
    bias = new IValue(Torch.tensor(operands.bias()));
    stride = torch.ints(shape.stride(), shape.stride());
    padding = torch.ints(shape.padding(), shape.padding());
    dilation = torch.ints(1, 1);
    groups = new IValue((long) shape.groups());
  }

  Torch.Call plain() {
    return plain(x, weight);
  }

  private Torch.Call plain(Tensor image, Tensor w) {
    Torch.Call conv =
        torch.call(
            null,
            "aten::conv2d",
            new IValue(image),
            new IValue(w),
            bias,
            stride,
            padding,
            dilation,
            groups);
    return torch.then(conv, "aten::relu_");
  }

  /** Plain and packed before, each with planes of channels and with channels last. */
  List<Variant> floats() {
    Tensor xLast = torch.channelsLast(x);
    Tensor weightLast = torch.channelsLast(weight);
    return List.of(
        variant(Group.FLOAT_CONV, Numbers.FLOAT, "pytorch conv2d nchw", plain()),
        variant(Group.FLOAT_CONV, Numbers.FLOAT, "pytorch conv2d nhwc", plain(xLast, weightLast)),
        prepacked("pytorch oneDNN prepacked nchw", x, weight),
        prepacked("pytorch oneDNN prepacked nhwc", xLast, weightLast));
  }

  private Variant prepacked(String who, Tensor image, Tensor w) {
    IValue packed =
        torch.value(
            null,
            "mkldnn_prepacked::conv2d_prepack",
            new IValue(w),
            bias,
            stride,
            padding,
            dilation,
            groups,
            torch.ints(1, shape.in(), shape.size(), shape.size()),
            new IValue("relu"));
    return variant(
        Group.FLOAT_CONV,
        Numbers.FLOAT,
        who,
        torch.call(null, "mkldnn_prepacked::conv2d_run", new IValue(image), packed));
  }

  /** 8 bits in, 8 bits out, channels last. */
  List<Variant> int8(ChooseQParams output) {
    IValue qx = new IValue(torch.channelsLast(Torch.quantized(operands.x(), operands.qx())));
    IValue scale = new IValue((double) output.scale());
    IValue zeroPoint = new IValue((long) output.zeroPoint());
    List<Variant> variants = new ArrayList<>();
    for (QEngine engine : TorchLinear.ENGINES) {
      IValue qweight = new IValue(Torch.quantized(operands.weight(), operands.qweight()));
      IValue packed =
          torch.value(
              engine,
              "quantized::conv2d_prepack",
              qweight,
              bias,
              stride,
              padding,
              dilation,
              groups);
      variants.add(
          variant(
              Group.CONV,
              Numbers.INT8,
              "pytorch " + engine,
              torch.call(engine, "quantized::conv2d_relu.new", qx, packed, scale, zeroPoint)));
    }
    return variants;
  }

  private static Variant variant(Group group, Numbers numbers, String who, Torch.Call call) {
    return Variant.peer(group, numbers, who, call, call::result);
  }
}
