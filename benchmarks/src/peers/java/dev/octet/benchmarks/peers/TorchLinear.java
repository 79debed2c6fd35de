package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.numerics.ChooseQParams;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.global.torch.QEngine;

/** PyTorch's linear layers. Each call allocates its result. */
final class TorchLinear {
  static final List<QEngine> ENGINES = List.of(QEngine.FBGEMM, QEngine.X86, QEngine.ONEDNN);

  private final Torch torch;
  private final IValue x;
  private final IValue weight;
  private final IValue bias;
  private final Operands operands;

  TorchLinear(Torch torch, Operands operands) {
    this.torch = torch;
    this.operands = operands;
    x = new IValue(Torch.tensor(operands.x()));
    weight = new IValue(Torch.tensor(operands.weight()));
    bias = new IValue(Torch.tensor(operands.bias()));
  }

  Torch.Call plain() {
    return torch.call(null, "aten::linear", x, weight, bias);
  }

  /** Plain, on OpenBLAS; and oneDNN's with a weight packed before, which compiled models use. */
  List<Variant> floats() {
    String pointwise = "mkldnn::_linear_pointwise";
    IValue packed =
        torch.value(
            null,
            "mkldnn::_reorder_linear_weight",
            weight,
            new IValue((long) operands.x().shape().dim(0)));
    Torch.Call prepacked =
        torch.call(
            null,
            pointwise,
            x,
            packed,
            bias,
            new IValue("none"),
            torch.scalars(pointwise, 4),
            new IValue(""));
    return List.of(
        variant(Group.FLOAT_LINEAR, Numbers.FLOAT, "pytorch linear", plain()),
        variant(Group.FLOAT_LINEAR, Numbers.FLOAT, "pytorch oneDNN prepacked", prepacked));
  }

  /** 8 bits in, 8 bits out. */
  List<Variant> fixed(ChooseQParams output) {
    IValue qx = new IValue(Torch.quantized(operands.x(), operands.qx()));
    IValue scale = new IValue((double) output.scale());
    IValue zeroPoint = new IValue((long) output.zeroPoint());
    List<Variant> variants = new ArrayList<>();
    for (QEngine engine : ENGINES) {
      variants.add(
          variant(
              Group.LINEAR_STATIC,
              Numbers.INT8,
              "pytorch " + engine,
              torch.call(engine, "quantized::linear", qx, packed(engine), scale, zeroPoint)));
    }
    return variants;
  }

  /** Float in, float out; the whole input has one scale. */
  List<Variant> dynamic() {
    List<Variant> variants = new ArrayList<>();
    for (QEngine engine : ENGINES) {
      variants.add(
          variant(
              Group.LINEAR_DYNAMIC,
              Numbers.INT8,
              "pytorch " + engine,
              torch.call(
                  engine, "quantized::linear_dynamic", x, packed(engine), new IValue(true))));
    }
    return variants;
  }

  private IValue packed(QEngine engine) {
    IValue qweight = new IValue(Torch.quantized(operands.weight(), operands.qweight()));
    return torch.value(engine, "quantized::linear_prepack", qweight, bias);
  }

  private static Variant variant(Group group, Numbers numbers, String who, Torch.Call call) {
    return Variant.peer(group, numbers, who, call, call::result);
  }
}
