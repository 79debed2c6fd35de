package dev.octet.kernels.x86.product;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class NativeQGemmTest extends QGemmContract {

  @Parameter Native.Target target;

  @Override
  protected QGemm kernel() {
    return Kernels.of(target).products();
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
