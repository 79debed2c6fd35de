package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatActivationContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedFloatActivationTest extends FloatActivationContract {
  private static final Native<FloatActivation> KERNELS = new Native<>(GeneratedFloatActivation::of);

  @Parameter Native.Target target;

  @Override
  protected FloatActivation kernel() {
    return KERNELS.kernel(target);
  }
}
