package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatConvContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedFloatConvTest extends FloatConvContract {
  private static final Native<FloatConv> KERNELS =
      new Native<>(
          (isa, memory, caller) ->
              GeneratedFloatConv.of(
                  GeneratedFloatGemm.of(isa, memory, caller), isa, memory, caller));

  @Parameter Native.Target target;

  @Override
  protected FloatConv kernel() {
    return KERNELS.kernel(target);
  }

  @Override
  protected int tileColumns() {
    return 2 * target.isa().lanes();
  }
}
