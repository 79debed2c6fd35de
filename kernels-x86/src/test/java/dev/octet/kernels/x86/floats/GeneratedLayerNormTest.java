package dev.octet.kernels.x86.floats;

import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.LayerNormContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedLayerNormTest extends LayerNormContract {
  private static final Native<LayerNorm> KERNELS = new Native<>(GeneratedLayerNorm::of);

  @Parameter Native.Target target;

  @Override
  protected LayerNorm kernel() {
    return KERNELS.kernel(target);
  }
}
