package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.QBinaryContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedQBinaryTest extends QBinaryContract {
  private static final Native<QBinary> KERNELS = new Native<>(GeneratedQBinary::of);

  @Parameter Native.Target target;

  @Override
  protected QBinary kernel() {
    return KERNELS.kernel(target);
  }
}
