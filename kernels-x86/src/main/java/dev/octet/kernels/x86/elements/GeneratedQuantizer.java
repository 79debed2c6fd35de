package dev.octet.kernels.x86.elements;

import dev.octet.kernel.Quantizer;
import dev.octet.kernel.plain.PlainQuantizer;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.util.List;

/** {@link Quantizer} as generated code. */
public final class GeneratedQuantizer implements Quantizer {
  private final Caller caller;
  private final Code minMax;
  private final Code quantize;
  private final Code quantizeFused;
  private final Code expandUnsigned;
  private final Code expandSigned;
  private final Quantizer plain = new PlainQuantizer();

  private GeneratedQuantizer(Caller caller, List<Code> codes) {
    this.caller = caller;
    minMax = codes.get(0);
    quantize = codes.get(1);
    quantizeFused = codes.get(2);
    expandUnsigned = codes.get(3);
    expandSigned = codes.get(4);
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for
   * @param memory where code goes
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedQuantizer of(Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedQuantizer(
        caller,
        memory.later(
            List.of(
                new LeastAndGreatest(isa),
                new QuantizeFloats(isa, false),
                new QuantizeFloats(isa, true),
                new ExpandBytes(isa, true),
                new ExpandBytes(isa, false))));
  }

  @Override
  public void minMax(float[] x, int offset, int n, float[] result, int at) {
    caller.call(minMax, Operands.of(x, offset, n), n, Operands.of(result, at, 2), 0, 0, 0, 0);
    // Infinities do not count; where there are some, the row is read again.
    if (result[at] == Float.NEGATIVE_INFINITY || result[at + 1] == Float.POSITIVE_INFINITY) {
      plain.minMax(x, offset, n, result, at);
    }
  }

  @Override
  public void quantize(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    caller.call(
        quantize,
        Operands.of(x, offset, n),
        n,
        Operands.of(q, to, n),
        Operands.pair(1f / scale, 0f),
        Operands.pair(qmin - zeroPoint, qmax - zeroPoint),
        Operands.pair(zeroPoint, 0),
        0);
  }

  @Override
  public void quantizeFused(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    caller.call(
        quantizeFused,
        Operands.of(x, offset, n),
        n,
        Operands.of(q, to, n),
        Operands.pair(1f / scale, (float) zeroPoint),
        Operands.pair(qmin, qmax),
        Operands.pair(0, 0),
        0);
  }

  @Override
  public void dequantize(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      float scale,
      int zeroPoint,
      float[] x,
      int to) {
    caller.call(
        unsigned ? expandUnsigned : expandSigned,
        Operands.of(q, offset, n),
        n,
        Operands.of(x, to, n),
        Operands.pair(scale, 0f),
        Operands.pair(zeroPoint, 0),
        0,
        0);
  }

  @Override
  public void expandRow(byte[] q, int offset, int n, float scale, float bias, float[] x, int to) {
    caller.call(
        expandUnsigned,
        Operands.of(q, offset, n),
        n,
        Operands.of(x, to, n),
        Operands.pair(scale, bias),
        Operands.pair(0, 0),
        0,
        0);
  }
}
