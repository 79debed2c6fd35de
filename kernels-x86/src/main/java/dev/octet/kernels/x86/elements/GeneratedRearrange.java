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
    Part from = new Part.Bytes(x, offset);
    Part into = new Part.Bytes(y, to);
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
    Part from = new Part.Floats(x, offset);
    Part into = new Part.Floats(y, to);
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

  private void run(
      Code code, Transposition t, int strip, int bytes, Part x, Part y, KernelContext context) {
    Strips strips = new Strips(caller, code, t, strip, bytes, x, y);
    RowTasks.run(
        context,
        t.planes() * strips.perPlane(),
        (long) t.rows() * Math.min(strip, t.columns()) * bytes / FASTER,
        strips);
  }

  /**
   * Planes cut into strips of columns, a call each.
   *
   * @param caller what calls
   * @param code the function
   * @param t the planes
   * @param columns columns of a strip but the last, which may have up to twice as many
   * @param bytes bytes of an element
   * @param x input
   * @param y where results go
   */
  private record Strips(
      Caller caller, Code code, Transposition t, int columns, int bytes, Part x, Part y)
      implements RowTasks.Range {
    int perPlane() {
      return Math.max(1, t.columns() / columns);
    }

    @Override
    public void run(int from, int end) {
      int each = perPlane();
      for (int i = from; i < end; i++) {
        int first = i % each * columns;
        turn(i / each, first, i % each == each - 1 ? t.columns() - first : columns);
      }
    }

    private void turn(int plane, int first, int n) {
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
}
