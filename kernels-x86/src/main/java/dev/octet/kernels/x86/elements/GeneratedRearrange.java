package dev.octet.kernels.x86.elements;

import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.plain.PlainRearrange;
import dev.octet.kernel.plain.RowTasks;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@link Rearrange} with generated code for copies that turn planes over, as changes of layout do.
 * Everything else is runs, which plain Java copies as fast.
 */
public final class GeneratedRearrange implements Rearrange {
  /** Columns that a task takes at least, where there are as many. */
  private static final int STRIP = 64;

  /** How much faster an element is here than tasks are cut for. */
  private static final int FASTER = 8;

  private final Caller caller;
  private final Code interleaveThree;
  private final Code interleaveFour;
  private final Code transposeBytes;
  private final Code transposeFloats;
  private final Rearrange plain = new PlainRearrange();

  private GeneratedRearrange(Caller caller, List<Code> codes) {
    this.caller = caller;
    interleaveThree = codes.get(0);
    interleaveFour = codes.get(1);
    transposeBytes = codes.get(2);
    transposeFloats = codes.get(3);
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for: all of them have what is needed
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedRearrange of(Isa isa, Caller caller) {
    return new GeneratedRearrange(
        caller,
        CodeMemory.process()
            .install(
                List.of(
                    new InterleaveBytes(3),
                    new InterleaveBytes(4),
                    new Transpose(TransposeBlock.BYTES),
                    new Transpose(TransposeBlock.FLOATS))));
  }

  @Override
  public void gather(
      byte[] x, int offset, Pixels pixels, byte fill, byte[] y, int to, KernelContext context) {
    plain.gather(x, offset, pixels, fill, y, to, context);
  }

  @Override
  public void gather(
      float[] x, int offset, Pixels pixels, float fill, float[] y, int to, KernelContext context) {
    plain.gather(x, offset, pixels, fill, y, to, context);
  }

  @Override
  public void copy(byte[] x, int offset, CopyPlan plan, byte[] y, int to, KernelContext context) {
    Transposition t = Transposition.of(plan);
    Code code = t == null ? null : code(t);
    if (code == null) {
      plain.copy(x, offset, plan, y, to, context);
    } else {
      run(
          code,
          t,
          1,
          (from, n) -> Operands.of(x, offset + from, n),
          (at, n) -> Operands.of(y, to + at, n),
          context);
    }
  }

  @Override
  public void copy(float[] x, int offset, CopyPlan plan, float[] y, int to, KernelContext context) {
    Transposition t = Transposition.of(plan);
    if (t == null || !fits(t, TransposeBlock.FLOATS)) {
      plain.copy(x, offset, plan, y, to, context);
    } else {
      run(
          transposeFloats,
          t,
          4,
          (from, n) -> Operands.of(x, offset + from, n),
          (at, n) -> Operands.of(y, to + at, n),
          context);
    }
  }

  private Code code(Transposition t) {
    if (t.columns() >= InterleaveBytes.PIXELS && t.columnTo() == t.rows()) {
      switch (t.rows()) {
        case 3 -> {
          return interleaveThree;
        }
        case 4 -> {
          return interleaveFour;
        }
        default -> {}
      }
    }
    return fits(t, TransposeBlock.BYTES) ? transposeBytes : null;
  }

  private static boolean fits(Transposition t, TransposeBlock block) {
    return t.rows() >= block.rows && t.columns() >= block.columns;
  }

  /** A part of an array. */
  private interface Part {
    MemorySegment of(int from, int n);
  }

  private void run(
      Code code, Transposition t, int elementBytes, Part x, Part y, KernelContext context) {
    int strips = Math.max(1, t.columns() / STRIP);
    long perStrip = (long) t.rows() * Math.min(STRIP, t.columns()) * elementBytes / FASTER;
    RowTasks.run(
        context,
        t.planes() * strips,
        perStrip,
        (from, end) -> {
          int strip = from;
          while (strip < end) {
            int plane = strip / strips;
            int next = Math.min(end, (plane + 1) * strips);
            int column = strip % strips * STRIP;
            int last = next % strips == 0 ? t.columns() : next % strips * STRIP;
            turn(code, t, plane, column, last - column, elementBytes, x, y);
            strip = next;
          }
        });
  }

  /** Turns some columns of a plane over. */
  private void turn(
      Code code, Transposition t, int plane, int column, int n, int bytes, Part x, Part y) {
    caller.call(
        code,
        x.of(t.from(plane) + column, (t.rows() - 1) * t.rowFrom() + n),
        n,
        y.of(t.to(plane) + column * t.columnTo(), (n - 1) * t.columnTo() + t.rows()),
        Operands.pair(bytes * t.rowFrom(), bytes * t.columnTo()),
        Operands.pair(t.rows(), 0),
        0,
        0);
  }
}
