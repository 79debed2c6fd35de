package dev.octet.kernels.x86.elements;

import dev.octet.kernel.Rearrange;
import dev.octet.kernel.RearrangeContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedRearrangeTest extends RearrangeContract {
  private static final Native<Rearrange> KERNELS = new Native<>(GeneratedRearrange::of);

  @Parameter Native.Target target;

  @Override
  protected Rearrange kernel() {
    return KERNELS.kernel(target);
  }
}
