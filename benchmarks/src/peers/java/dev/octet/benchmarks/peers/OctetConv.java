package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.numerics.ChooseQParams;

/**
 * Octet's convolutions with ReLU on one tier, channels last. Results go to arrays that are there
 * already.
 */
final class OctetConv {
  private final Engines.Usable engine;
  private final ConvShape s;
  private final Operands operands;
  private final ConvFilter filter;

  OctetConv(Engines.Usable engine, ConvShape shape, Operands operands) {
    this.engine = engine;
    this.s = shape;
    this.operands = operands;
    filter =
        ConvFilter.of2d(
            shape.in(),
            shape.out(),
            shape.groups(),
            shape.kernel(),
            shape.stride(),
            shape.padding());
  }

  Variant floats(int threads) {
    Execution execution = Execution.of(engine.engine(), threads);
    FloatConv conv = engine.engine().kernel(FloatConv.class);
    float[] image = Operands.transposed(operands.x().array(), s.in(), s.size() * s.size());
    FloatConv.FloatImage x = new FloatConv.FloatImage(image, 0, 1, 1, s.size(), s.size(), s.in());
    float[] weight = Operands.transposed(operands.weight().array(), s.inPerGroup(), taps());
    FloatConv.FloatFilters w = conv.pack(filter, weight, 0);
    float[] y = new float[results()];
    FloatStage stage =
        FloatStage.of(operands.bias().array(), y, 0, s.out()).clamped(0, Float.POSITIVE_INFINITY);
    return Variant.ours(
        Group.FLOAT_CONV,
        Numbers.FLOAT,
        engine.tier(),
        () -> conv.convolve(x, w, stage, execution),
        y::clone);
  }

  /** 8 bits in, 8 bits out. */
  Variant int8(ChooseQParams output, int threads) {
    Execution execution = Execution.of(engine.engine(), threads);
    QConv conv = engine.engine().kernel(QConv.class);
    byte[] image = Operands.transposed(operands.qx().array(), s.in(), s.size() * s.size());
    QConv.QImage x =
        new QConv.QImage(
            image, 0, 1, 1, s.size(), s.size(), s.in(), true, operands.inputZeroPoint());
    byte[] weight = Operands.transposed(operands.qweight().array(), s.inPerGroup(), taps());
    QConv.QFilters w = conv.pack(filter, weight, 0, false, new int[] {0});
    byte[] y = new byte[results()];
    QStage stage =
        new QStage.Requantize(
            OctetLinear.bias(operands),
            OctetLinear.multipliers(operands, output),
            output.zeroPoint(),
            output.zeroPoint(),
            255,
            y,
            0,
            s.out());
    return Variant.ours(
        Group.CONV,
        Numbers.INT8,
        engine.tier(),
        () -> conv.convolve(x, w, stage, execution),
        () -> Operands.dequantize(y, output));
  }

  private int taps() {
    return s.kernel() * s.kernel();
  }

  private int results() {
    return s.out() * s.outSize() * s.outSize();
  }
}
