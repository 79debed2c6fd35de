package dev.octet.kernels.x86.product;

import dev.octet.kernel.QConv;
import dev.octet.kernel.QConvContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class NativeQConvTest extends QConvContract {

  @Parameter Native.Target target;

  @Override
  protected QConv kernel() {
    return Kernels.of(target).convolutions();
  }

  @Override
  protected int tileColumns() {
    return 2 * target.isa().lanes();
  }
}
