package dev.octet.kernels.x86.elements;

import dev.octet.kernel.Pool;
import dev.octet.kernel.PoolContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedPoolTest extends PoolContract {
  private static final Native<Pool> KERNELS = new Native<>(GeneratedPool::of);

  @Parameter Native.Target target;

  @Override
  protected Pool kernel() {
    return KERNELS.kernel(target);
  }
}
