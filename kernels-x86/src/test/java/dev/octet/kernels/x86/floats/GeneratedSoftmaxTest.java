package dev.octet.kernels.x86.floats;

import dev.octet.kernel.Softmax;
import dev.octet.kernel.SoftmaxContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedSoftmaxTest extends SoftmaxContract {
  private static final Native<Softmax> KERNELS = new Native<>(GeneratedSoftmax::of);

  @Parameter Native.Target target;

  @Override
  protected Softmax kernel() {
    return KERNELS.kernel(target);
  }
}
