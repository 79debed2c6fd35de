package dev.octet.kernels.x86.elements;

import dev.octet.kernel.Quantizer;
import dev.octet.kernel.QuantizerContract;
import dev.octet.kernels.x86.machine.Native;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** On each instruction set, as a process runs it and with operands against unreadable memory. */
@ParameterizedClass
@MethodSource("dev.octet.kernels.x86.machine.Native#targets")
class GeneratedQuantizerTest extends QuantizerContract {
  private static final Native<Quantizer> KERNELS = new Native<>(GeneratedQuantizer::of);

  @Parameter Native.Target target;

  @Override
  protected Quantizer kernel() {
    return KERNELS.kernel(target);
  }
}
