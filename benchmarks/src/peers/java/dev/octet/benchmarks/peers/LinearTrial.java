package dev.octet.benchmarks.peers;

import ai.onnxruntime.OrtException;
import dev.octet.numerics.ChooseQParams;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** A linear layer, done by everybody. */
final class LinearTrial {
  private static final double TOLERANCE = 0.05;

  private LinearTrial() {}

  static Trial of(LinearShape s, Selection selection, Engines engines) throws OrtException {
    Operands operands = Operands.random(Shape.of(s.m(), s.k()), Shape.of(s.n(), s.k()), s.k());
    Torch torch = new Torch();
    Onnx onnx = new Onnx();
    TorchLinear pytorch = new TorchLinear(torch, operands);
    OnnxLinear onnxRuntime = new OnnxLinear(onnx, s, operands);
    float[] expected = pytorch.plain().result();
    ChooseQParams output = Operands.fit(expected, 255);

    // Float peers always: every row has one to be compared with.
    List<Variant> variants = new ArrayList<>(pytorch.floats());
    variants.add(onnxRuntime.floats());
    List<Trial.Pair> pairs = new ArrayList<>();
    for (Engines.Usable engine : engines.usable()) {
      boolean best = engine == engines.best();
      OctetLinear octet = new OctetLinear(engine, s, operands);
      if (selection.has(Group.FLOAT_LINEAR)) {
        Variant one = octet.floats(1);
        variants.add(one);
        if (best) {
          pairs.add(new Trial.Pair(one, octet.floats(2)));
        }
      }
      if (selection.has(Group.LINEAR_STATIC)) {
        Variant one = octet.fixed(output, 1);
        variants.add(one);
        if (best) {
          pairs.add(new Trial.Pair(one, octet.fixed(output, 2)));
        }
      }
      if (selection.has(Group.LINEAR_DYNAMIC)) {
        Variant one = octet.dynamic(1);
        variants.add(one);
        if (best) {
          pairs.add(new Trial.Pair(one, octet.dynamic(2)));
        }
      }
    }
    if (selection.has(Group.LINEAR_STATIC)) {
      variants.addAll(pytorch.fixed(output));
      variants.add(onnxRuntime.fixed(output));
    }
    if (selection.has(Group.LINEAR_DYNAMIC)) {
      variants.addAll(pytorch.dynamic());
      variants.add(onnxRuntime.dynamic());
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
