package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatBinaryContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedFloatBinaryTest extends FloatBinaryContract {
  private static final Native<FloatBinary> KERNELS = new Native<>(GeneratedFloatBinary::of);

  @Parameter Native.Target target;

  @Override
  protected FloatBinary kernel() {
    return KERNELS.kernel(target);
  }
}
