package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.nn.Module;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ChooseQParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Octet's linear layers on one tier. Results go to arrays that are there already. */
final class OctetLinear {
  private final Engines.Usable engine;
  private final LinearShape s;
  private final Operands operands;

  OctetLinear(Engines.Usable engine, LinearShape shape, Operands operands) {
    this.engine = engine;
    this.s = shape;
    this.operands = operands;
  }

  Variant floats(int threads) {
    Execution execution = Execution.of(engine.engine(), threads);
    FloatGemm gemm = engine.engine().kernel(FloatGemm.class);
    FloatMatrix x = FloatMatrix.of(operands.x().array(), 0, s.m(), s.k());
    FloatMatrix y = FloatMatrix.of(new float[s.m() * s.n()], 0, s.m(), s.n());
    FloatGemm.FloatPanels panels =
        gemm.pack(FloatMatrix.of(operands.weight().array(), 0, s.n(), s.k()));
    float[] bias = operands.bias().array();
    return Variant.ours(
        Group.FLOAT_LINEAR,
        Numbers.FLOAT,
        engine.tier(),
        () -> gemm.multiply(x, panels, bias, y, execution),
        () -> y.array().clone());
  }

  /** 8 bits in, 8 bits out. */
  Variant fixed(ChooseQParams y, int threads) {
    Execution execution = Execution.of(engine.engine(), threads);
    QGemm gemm = engine.engine().kernel(QGemm.class);
    byte[] result = new byte[s.m() * s.n()];
    QGemm.QActivations x =
        new QGemm.QActivations(
            operands.qx().array(),
            0,
            s.m(),
            s.k(),
            s.k(),
            true,
            new int[] {operands.inputZeroPoint()},
            false);
    QGemm.QPanels panels =
        gemm.pack(operands.qweight().array(), 0, s.n(), s.k(), false, new int[] {0});
    QStage stage =
        new QStage.Requantize(
            bias(operands), multipliers(operands, y), y.zeroPoint(), 0, 255, result, 0, s.n());
    return Variant.ours(
        Group.LINEAR_STATIC,
        Numbers.INT8,
        engine.tier(),
        () -> gemm.multiply(x, panels, stage, execution),
        () -> Operands.dequantize(result, y));
  }

  /** Float in, float out; each row of the input has its own scale. */
  Variant dynamic(int threads) {
    Execution execution = Execution.of(engine.engine(), threads);
    Module layer =
        new DynamicLinear(operands.qweight(), operands.bias(), true, false, false)
            .prepare(engine.engine());
    List<Tensor> inputs = List.of(operands.x());
    return Variant.ours(
        Group.LINEAR_DYNAMIC,
        Numbers.INT8,
        engine.tier(),
        () -> {
          layer.forward(inputs, execution);
          execution.finish();
        },
        () -> {
          float[] y = ((FloatTensor) layer.forward(inputs, execution).getFirst()).toArray();
          execution.finish();
          return y;
        });
  }

  static float[] bias(Operands operands) {
    float[] scales = operands.weightScales();
    float[] bias = new float[scales.length];
    for (int i = 0; i < bias.length; i++) {
      float b = operands.bias().array()[i];
      bias[i] = Affine.biasInAccumulators(b, operands.inputScale(), scales[i]);
    }
    return bias;
  }

  static float[] multipliers(Operands operands, ChooseQParams y) {
    float[] scales = operands.weightScales();
    float[] multipliers = new float[scales.length];
    for (int i = 0; i < multipliers.length; i++) {
      multipliers[i] = Affine.multiplier(operands.inputScale(), scales[i], y.scale());
    }
    return multipliers;
  }
}
