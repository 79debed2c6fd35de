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
  /** Columns that a call turns over, where there are as many, and up to twice as many. */
  private static final int STRIP = 64;

  /** Pixels that a call interleaves, likewise. */
  private static final int PIXELS = 8192;

  /** How much faster an element is here than tasks are cut for. */
  private static final int FASTER = 8;

  private final Caller caller;
  private final Code interleaveThree;
  private final Code interleaveFour;
  private final Transposes bytes;
  private final Transposes floats;
  private final Rearrange plain = new PlainRearrange();

  private GeneratedRearrange(Caller caller, List<Code> codes) {
    this.caller = caller;
    interleaveThree = codes.get(0);
    interleaveFour = codes.get(1);
    bytes = new Transposes(TransposeBlock.BYTES, codes.get(2), codes.get(3));
    floats = new Transposes(TransposeBlock.FLOATS, codes.get(4), codes.get(5));
  }

  /**
   * Makes one.
   *
   * @param isa what to generate for: all of them have what is needed
   * @param memory where code goes
   * @param caller what calls it
   * @return a kernel
   */
  public static GeneratedRearrange of(Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedRearrange(
        caller,
        memory.later(
            List.of(
                new InterleaveBytes(3),
                new InterleaveBytes(4),
                new Transpose(TransposeBlock.BYTES, true),
                new Transpose(TransposeBlock.BYTES, false),
                new Transpose(TransposeBlock.FLOATS, true),
                new Transpose(TransposeBlock.FLOATS, false))));
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
    if (t == null || !(interleaves(t) || bytes.fit(t))) {
      plain.copy(x, offset, plan, y, to, context);
      return;
    }
    Part from = (at, n) -> Operands.of(x, offset + at, n);
    Part into = (at, n) -> Operands.of(y, to + at, n);
    if (interleaves(t)) {
      run(t.rows() == 3 ? interleaveThree : interleaveFour, t, PIXELS, 1, from, into, context);
    } else {
      run(bytes.code(t), t, STRIP, 1, from, into, context);
    }
  }

  @Override
  public void copy(float[] x, int offset, CopyPlan plan, float[] y, int to, KernelContext context) {
    Transposition t = Transposition.of(plan);
    if (t == null || !floats.fit(t)) {
      plain.copy(x, offset, plan, y, to, context);
      return;
    }
    Part from = (at, n) -> Operands.of(x, offset + at, n);
    Part into = (at, n) -> Operands.of(y, to + at, n);
    run(floats.code(t), t, STRIP, 4, from, into, context);
  }

  private static boolean interleaves(Transposition t) {
    return (t.rows() == 3 || t.rows() == 4)
        && t.columnTo() == t.rows()
        && t.columns() >= InterleaveBytes.PIXELS;
  }

  /**
   * The two ways to turn over planes.
   *
   * @param block what they do at once
   * @param rowByRow one
   * @param columnByColumn the other
   */
  private record Transposes(TransposeBlock block, Code rowByRow, Code columnByColumn) {
    /** Rows of the input of which a line each leaves room in the first-level cache. */
    private static final int FEW = 256;

    boolean fit(Transposition t) {
      return t.rows() >= block.rows && t.columns() >= block.columns;
    }

    Code code(Transposition t) {
      boolean inputFits = t.rows() <= FEW && t.rowFrom() * block.elementBytes % 512 != 0;
      boolean resultDoesNot = t.columnTo() * block.elementBytes % 1024 == 0;
      return inputFits || resultDoesNot ? columnByColumn : rowByRow;
    }
  }

  /** A part of an array. */
  private interface Part {
    MemorySegment of(int from, int n);
  }

  private void run(
      Code code, Transposition t, int strip, int bytes, Part x, Part y, KernelContext context) {
    int strips = Math.max(1, t.columns() / strip);
    RowTasks.run(
        context,
        t.planes() * strips,
        (long) t.rows() * Math.min(strip, t.columns()) * bytes / FASTER,
        (from, end) -> {
          for (int i = from; i < end; i++) {
            int first = i % strips * strip;
            int n = i % strips == strips - 1 ? t.columns() - first : strip;
            turn(code, t, i / strips, first, n, bytes, x, y);
          }
        });
  }

  /** Turns some columns of a plane over. */
  private void turn(
      Code code, Transposition t, int plane, int first, int n, int bytes, Part x, Part y) {
    caller.call(
        code,
        x.of(t.from(plane) + first, (t.rows() - 1) * t.rowFrom() + n),
        n,
        y.of(t.to(plane) + first * t.columnTo(), (n - 1) * t.columnTo() + t.rows()),
        Operands.pair(bytes * t.rowFrom(), bytes * t.columnTo()),
        Operands.pair(t.rows(), 0),
        0,
        0);
  }
}
