package dev.octet.kernels.vector;

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

/** The vector kernels of one row or of each element. */
final class VectorRows {
  private VectorRows() {}

  static KernelSet addTo(KernelSet kernels) {
    return kernels
        .with(Quantizer.class, new VectorQuantizer())
        .with(FloatUnary.class, new VectorFloatUnary())
        .with(FloatBinary.class, new VectorFloatBinary())
        .with(Softmax.class, new VectorSoftmax())
        .with(LayerNorm.class, new VectorLayerNorm())
        .with(FloatActivation.class, new VectorFloatActivation())
        .with(FloatNorm.class, new VectorFloatNorm())
        .with(QBinary.class, new VectorQBinary())
        .with(QNorm.class, new VectorQNorm())
        .with(QUnary.class, new VectorQUnary());
  }
}
