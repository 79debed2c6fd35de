package dev.octet.kernel.plain;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.TopK;

/** The plain kernels of one row or of each element. */
final class PlainRows {
  private PlainRows() {}

  static KernelSet addTo(KernelSet kernels) {
    return kernels
        .with(Quantizer.class, new PlainQuantizer())
        .with(FloatUnary.class, new PlainFloatUnary())
        .with(FloatBinary.class, new PlainFloatBinary())
        .with(Softmax.class, new PlainSoftmax())
        .with(LayerNorm.class, new PlainLayerNorm())
        .with(FloatActivation.class, new PlainFloatActivation())
        .with(FloatNorm.class, new PlainFloatNorm())
        .with(QBinary.class, new PlainQBinary())
        .with(QNorm.class, new PlainQNorm())
        .with(QUnary.class, new PlainQUnary())
        .with(TopK.class, new PlainTopK());
  }
}
