package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.QUnaryContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedQUnaryTest extends QUnaryContract {
  private static final Native<QUnary> KERNELS =
      new Native<>((isa, memory, caller) -> GeneratedQUnary.of(isa, Native.CPU, memory, caller));

  @Parameter Native.Target target;

  @Override
  protected QUnary kernel() {
    return KERNELS.kernel(target);
  }
}
