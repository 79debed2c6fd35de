package dev.octet.kernels.x86.elements;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Volume;
import dev.octet.kernel.plain.RowTasks;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** {@link Pool} as generated code: a task is one call. */
public final class GeneratedPool implements Pool {
  /** How much faster an element is here than tasks are cut for. */
  private static final int FASTER = 8;

  private final Caller caller;
  private final Code maxUnsigned;
  private final Code maxSigned;
  private final Code averageUnsigned;
  private final Code averageSigned;
  private final Code maxFloats;
  private final Code averageFloats;

  private GeneratedPool(Caller caller, List<Code> codes) {
    this.caller = caller;
    maxUnsigned = codes.get(0);
    maxSigned = codes.get(1);
    averageUnsigned = codes.get(2);
    averageSigned = codes.get(3);
    maxFloats = codes.get(4);
    averageFloats = codes.get(5);
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for
   * @param memory where code goes
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedPool of(Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedPool(
        caller,
        memory.later(
            List.of(
                new PoolWindows(isa, new ByteMaximum(true)),
                new PoolWindows(isa, new ByteMaximum(false)),
                new PoolWindows(isa, new ByteAverage(true)),
                new PoolWindows(isa, new ByteAverage(false)),
                new PoolWindows(isa, new FloatMaximum()),
                new PoolWindows(isa, new FloatAverage()))));
  }

  @Override
  public void max(
      byte[] x,
      int offset,
      Shape shape,
      boolean unsigned,
      byte[] y,
      int to,
      KernelContext context) {
    run(
        unsigned ? maxUnsigned : maxSigned,
        Operands.of(x, offset, shape.in().elements()),
        shape,
        new PoolTable(shape, 1, PoolTable.Averages.NONE),
        new Integers(unsigned, 0, 1f, 0, 0, 0),
        new Part.Bytes(y, to),
        context);
  }

  @Override
  public void average(
      byte[] x,
      int offset,
      Shape shape,
      Integers integers,
      int divisor,
      byte[] y,
      int to,
      KernelContext context) {
    run(
        integers.unsigned() ? averageUnsigned : averageSigned,
        Operands.of(x, offset, shape.in().elements()),
        shape,
        new PoolTable(shape, 1, new OfIntegers(integers, divisor)),
        integers,
        new Part.Bytes(y, to),
        context);
  }

  @Override
  public void max(float[] x, int offset, Shape shape, float[] y, int to, KernelContext context) {
    run(
        maxFloats,
        Operands.of(x, offset, shape.in().elements()),
        shape,
        new PoolTable(shape, 4, PoolTable.Averages.NONE),
        new Integers(true, 0, 1f, 0, 0, 0),
        new Part.Floats(y, to),
        context);
  }

  @Override
  public void average(
      float[] x, int offset, Shape shape, int divisor, float[] y, int to, KernelContext context) {
    run(
        averageFloats,
        Operands.of(x, offset, shape.in().elements()),
        shape,
        new PoolTable(shape, 4, new OfFloats(divisor)),
        new Integers(true, 0, 1f, 0, 0, 0),
        new Part.Floats(y, to),
        context);
  }

  private record OfIntegers(Integers integers, int divisor) implements PoolTable.Averages {
    @Override
    public int multiplier(float own) {
      return Float.floatToRawIntBits(integers.ratio() / (divisor == 0 ? own : divisor));
    }

    @Override
    public int firstSum(int taps) {
      return -taps * integers.inputZeroPoint();
    }
  }

  private record OfFloats(int divisor) implements PoolTable.Averages {
    @Override
    public int multiplier(float own) {
      return Float.floatToRawIntBits(divisor == 0 ? own : divisor);
    }

    @Override
    public int firstSum(int taps) {
      return 0;
    }
  }

  private void run(
      Code code,
      MemorySegment x,
      Shape shape,
      PoolTable table,
      Integers integers,
      Part y,
      KernelContext context) {
    Volume out = shape.out();
    long most = (long) shape.d().most() * shape.h().most() * shape.w().most();
    RowTasks.run(
        context,
        out.elements() == 0 ? 0 : out.rows(),
        (long) out.w() * out.c() * Math.max(1, most) / FASTER,
        new Rows(caller, code, x, table, integers, y, out.w() * out.c(), context));
  }

  /**
   * Rows of results, a task in one call.
   *
   * @param caller what calls
   * @param code the function
   * @param x input
   * @param table what is where
   * @param integers what integers stand for
   * @param y where results go
   * @param row elements of a row
   * @param context what lends tables
   */
  private record Rows(
      Caller caller,
      Code code,
      MemorySegment x,
      PoolTable table,
      Integers integers,
      Part y,
      int row,
      KernelContext context)
      implements RowTasks.Range {
    @Override
    public void run(int from, int end) {
      PoolTable.Filled rows = table.rows(from, end, context);
      int zeroPoint = integers.zeroPoint();
      rows.setLimits(integers.lo() - zeroPoint, integers.hi() - zeroPoint, zeroPoint);
      call(rows.segment(), y.of(from * row, (end - from) * row));
      context.release(rows.array());
    }

    private void call(MemorySegment rows, MemorySegment results) {
      MemorySegment none = Machine.NONE;
      caller.call(code, x, none, rows, results, none, none, none, none, none, none);
    }
  }
}
