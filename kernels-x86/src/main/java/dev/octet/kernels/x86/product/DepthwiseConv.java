package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Depthwise convolutions of any kernel, stride, dilation and padding, by generated code. */
public final class DepthwiseConv {
  private final Isa isa;
  private final CodeMemory memory;
  private final Caller caller;
  private final ConcurrentHashMap<DepthwiseKey, Code> codes = new ConcurrentHashMap<>();

  /**
   * Makes the kernels.
   *
   * @param isa instructions to use
   * @param memory where code goes
   * @param caller how it is called
   */
  public DepthwiseConv(Isa isa, CodeMemory memory, Caller caller) {
    this.isa = isa;
    this.memory = memory;
    this.caller = caller;
  }

  /** Whether each channel has one output, and, without masks, there are a vector's. */
  boolean serves(ConvFilter f) {
    return f.isDepthwise()
        && f.groupOutputs() == 1
        && !f.transposed()
        && (isa.hasMasks() || f.inChannels() >= isa.lanes());
  }

  /** Packs the weights of a filter that it serves, as {@code QConv.pack} does. */
  DepthwiseFilters pack(ConvFilter f, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    return new DepthwiseFilters(
        this, f, DepthwiseWeights.pack(isa, f, w, offset, unsigned, zeroPoints));
  }

  Isa isa() {
    return isa;
  }

  Caller caller() {
    return caller;
  }

  Code code(DepthwiseKey key) {
    return codes.computeIfAbsent(key, k -> memory.install(List.of(k)).getFirst());
  }
}
