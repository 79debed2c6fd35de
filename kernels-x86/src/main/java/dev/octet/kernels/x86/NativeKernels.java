package dev.octet.kernels.x86;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.Pool;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.Support;
import dev.octet.kernels.x86.elements.GeneratedPool;
import dev.octet.kernels.x86.elements.GeneratedQBinary;
import dev.octet.kernels.x86.elements.GeneratedQUnary;
import dev.octet.kernels.x86.elements.GeneratedQuantizer;
import dev.octet.kernels.x86.elements.GeneratedRearrange;
import dev.octet.kernels.x86.floats.GeneratedFloatActivation;
import dev.octet.kernels.x86.floats.GeneratedFloatBinary;
import dev.octet.kernels.x86.floats.GeneratedFloatConv;
import dev.octet.kernels.x86.floats.GeneratedFloatGemm;
import dev.octet.kernels.x86.floats.GeneratedFloatUnary;
import dev.octet.kernels.x86.floats.GeneratedLayerNorm;
import dev.octet.kernels.x86.floats.GeneratedSoftmax;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Cpu;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.product.ColumnConv;
import dev.octet.kernels.x86.product.NativeQConv;
import dev.octet.kernels.x86.product.NativeQGemm;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kernels of generated code, and what this machine said when it was asked for them.
 *
 * @param cpu the processor's features; null where code could not be run
 * @param refusal why code could not be run; null where it could
 */
record NativeKernels(Cpu cpu, String refusal) {
  /** Asks once a process. */
  private static final class Detected {
    static final NativeKernels HERE = detect();
    static final Map<Isa, KernelSet> KERNELS = new ConcurrentHashMap<>();

    private static NativeKernels detect() {
      try {
        return new NativeKernels(Cpu.detect(CodeMemory.process(), new Machine()), null);
      } catch (IllegalStateException | IllegalCallerException | UnsupportedOperationException e) {
        return new NativeKernels(null, e.getMessage());
      }
    }
  }

  static NativeKernels detected() {
    return Detected.HERE;
  }

  Support support(KernelSettings settings) {
    if (refusal != null) {
      return new Support.No(refusal, "");
    }
    if (settings.isa().isPresent() && settings.isa().get() == KernelSettings.Isa.NEON) {
      return new Support.No("-Doctet.isa=neon names vectors of ARM", "");
    }
    return isa(settings)
        .<Support>map(isa -> new Support.Yes("generated code, " + isa.title()))
        .orElseGet(() -> new Support.No("the CPU has no AVX2 and FMA, or the system hides it", ""));
  }

  /** The best instructions that the processor has and the settings allow. */
  private Optional<Isa> isa(KernelSettings settings) {
    Optional<Isa> best = cpu.best();
    if (best.isEmpty()
        || settings.isa().isEmpty()
        || settings.isa().get() == KernelSettings.Isa.AVX512) {
      return best;
    }
    boolean vnni = settings.isa().get() == KernelSettings.Isa.AVXVNNI && cpu.hasAvxVnni();
    return Optional.of(vnni ? Isa.AVX_VNNI : Isa.AVX2);
  }

  /** The kernels for the settings' instructions: the same ones for every engine. */
  KernelSet all(KernelSettings settings) {
    return Detected.KERNELS.computeIfAbsent(isa(settings).orElseThrow(), NativeKernels::generate);
  }

  private static KernelSet generate(Isa isa) {
    Caller caller = new Machine();
    CodeMemory memory = CodeMemory.process();
    NativeQGemm products = NativeQGemm.of(isa, memory, caller);
    GeneratedFloatGemm floatProducts = GeneratedFloatGemm.of(isa, memory, caller);
    return KernelSet.empty()
        .with(QGemm.class, products)
        .with(QConv.class, new NativeQConv(products, new ColumnConv(isa, memory, caller)))
        .with(Quantizer.class, GeneratedQuantizer.of(isa, memory, caller))
        .with(Pool.class, GeneratedPool.of(isa, memory, caller))
        .with(Rearrange.class, GeneratedRearrange.of(isa, memory, caller))
        .with(QBinary.class, GeneratedQBinary.of(isa, memory, caller))
        .with(FloatGemm.class, floatProducts)
        .with(FloatConv.class, GeneratedFloatConv.of(floatProducts, isa, memory, caller))
        .with(FloatActivation.class, GeneratedFloatActivation.of(isa, memory, caller))
        .with(FloatBinary.class, GeneratedFloatBinary.of(isa, memory, caller))
        .with(FloatUnary.class, GeneratedFloatUnary.of(isa, memory, caller))
        .with(LayerNorm.class, GeneratedLayerNorm.of(isa, memory, caller))
        .with(Softmax.class, GeneratedSoftmax.of(isa, memory, caller))
        .with(QUnary.class, GeneratedQUnary.of(isa, detected().cpu(), memory, caller));
  }
}
