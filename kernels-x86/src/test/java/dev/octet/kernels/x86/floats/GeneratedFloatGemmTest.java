package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatGemmContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedFloatGemmTest extends FloatGemmContract {
  private static final Native<FloatGemm> KERNELS = new Native<>(GeneratedFloatGemm::of);

  @Parameter Native.Target target;

  @Override
  protected FloatGemm kernel() {
    return KERNELS.kernel(target);
  }

  @Override
  protected int tileRows() {
    return target.isa().hasMasks() ? 8 : 6;
  }

  @Override
  protected int tileColumns() {
    return 2 * target.isa().lanes();
  }
}
