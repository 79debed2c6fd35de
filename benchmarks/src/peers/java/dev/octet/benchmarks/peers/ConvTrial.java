package dev.octet.benchmarks.peers;

import ai.onnxruntime.OrtException;
import dev.octet.numerics.ChooseQParams;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** A convolution with ReLU, done by everybody. */
final class ConvTrial {
  private static final double TOLERANCE = 0.05;

  private ConvTrial() {}

  static Trial of(ConvShape s, Selection selection, Engines engines) throws OrtException {
    Operands operands =
        Operands.random(
            Shape.of(1, s.in(), s.size(), s.size()),
            Shape.of(s.out(), s.inPerGroup(), s.kernel(), s.kernel()),
            s.terms());
    Torch torch = new Torch();
    Onnx onnx = new Onnx();
    TorchConv pytorch = new TorchConv(torch, s, operands);
    OnnxConv onnxRuntime = new OnnxConv(onnx, s, operands);
    float[] expected = pytorch.plain().result();
    ChooseQParams output = Operands.fit(expected, 255);

    // Float peers always: every row has one to be compared with.
    List<Variant> variants = new ArrayList<>(pytorch.floats());
    variants.add(onnxRuntime.floats());
    List<Trial.Pair> pairs = new ArrayList<>();
    for (Engines.Usable engine : engines.usable()) {
      boolean best = engine == engines.best();
      OctetConv octet = new OctetConv(engine, s, operands);
      if (selection.has(Group.FLOAT_CONV)) {
        Variant one = octet.floats(1);
        variants.add(one);
        if (best) {
          pairs.add(new Trial.Pair(one, octet.floats(2)));
        }
      }
      if (selection.has(Group.CONV)) {
        Variant one = octet.int8(output, 1);
        variants.add(one);
        if (best) {
          pairs.add(new Trial.Pair(one, octet.int8(output, 2)));
        }
      }
    }
    if (selection.has(Group.CONV)) {
      variants.addAll(pytorch.int8(output));
      variants.add(onnxRuntime.int8(output));
    }
    return new Trial(
        s.name(),
        s.macs(),
        expected,
        TOLERANCE,
        variants,
        pairs,
        List.of(onnx::close, torch::close));
  }
}
