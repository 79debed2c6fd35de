package dev.octet.kernel.reference;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.Pool;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.TopK;

/** All contracts, filled by their definitions. */
public final class ReferenceKernels {
  private ReferenceKernels() {}

  /**
   * The set.
   *
   * @return a kernel for every contract
   */
  public static KernelSet all() {
    return KernelSet.empty()
        .with(FloatGemm.class, new ReferenceFloatGemm())
        .with(QGemm.class, new ReferenceQGemm())
        .with(FloatConv.class, new ReferenceFloatConv())
        .with(QConv.class, new ReferenceQConv())
        .with(Quantizer.class, new ReferenceQuantizer())
        .with(FloatUnary.class, new ReferenceFloatUnary())
        .with(FloatBinary.class, new ReferenceFloatBinary())
        .with(Softmax.class, new ReferenceSoftmax())
        .with(LayerNorm.class, new ReferenceLayerNorm())
        .with(FloatActivation.class, new ReferenceFloatActivation())
        .with(FloatNorm.class, new ReferenceFloatNorm())
        .with(QBinary.class, new ReferenceQBinary())
        .with(QNorm.class, new ReferenceQNorm())
        .with(QUnary.class, new ReferenceQUnary())
        .with(TopK.class, new ReferenceTopK())
        .with(Pool.class, new ReferencePool())
        .with(Resample.class, new ReferenceResample())
        .with(Rearrange.class, new ReferenceRearrange());
  }
}
