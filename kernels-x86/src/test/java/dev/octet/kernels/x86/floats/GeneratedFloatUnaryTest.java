package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.FloatUnaryContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedFloatUnaryTest extends FloatUnaryContract {
  private static final Native<FloatUnary> KERNELS = new Native<>(GeneratedFloatUnary::of);

  @Parameter Native.Target target;

  @Override
  protected FloatUnary kernel() {
    return KERNELS.kernel(target);
  }
}
