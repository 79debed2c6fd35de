package dev.octet.kernels.x86.machine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;

/**
 * Calls generated functions through {@code java.lang.foreign}: System V's convention for x86-64,
 * operands as ten addresses. The calls are <em>critical</em>: they take arrays where they lie and
 * hold off the garbage collector, so that each should be short, 20 to 150 µs.
 *
 * <p>Two handles for all functions, the function's address their first argument: 3 to 4 ns a call
 * and nothing allocated, where a handle for each function costs five times that and allocates.
 */
public final class Machine implements Caller {
  /** The operand that is not there. */
  public static final MemorySegment NONE = MemorySegment.NULL;

  /** How far above the first operand on the stack RSP is when a function begins. */
  public static final int FIRST_ON_STACK = 8;

  private static final MethodHandle HANDLE =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(
                  Collections.nCopies(10, ValueLayout.ADDRESS).toArray(ValueLayout[]::new)),
              Linker.Option.critical(true));

  /** Also what Linux is asked by: each kind of handle costs some 10 ms when a process starts. */
  private static final MethodHandle SHORT =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.critical(true));

  /** Makes one. */
  public Machine() {}

  @Override
  public void call(
      Code code,
      MemorySegment a,
      MemorySegment b,
      MemorySegment p,
      MemorySegment c,
      MemorySegment d,
      MemorySegment e,
      MemorySegment x,
      MemorySegment r,
      MemorySegment t,
      MemorySegment z) {
    try {
      HANDLE.invokeExact(code.address(), a, b, p, c, d, e, x, r, t, z);
    } catch (RuntimeException | Error error) {
      throw error;
    } catch (Throwable error) {
      throw new IllegalStateException("calling " + code.name() + " failed", error);
    }
  }

  @Override
  public void call(
      Code code, MemorySegment a, long b, MemorySegment c, long x, long r, long t, long z) {
    try {
      long ignored = (long) SHORT.invokeExact(code.address(), a, b, 0L, c, 0L, 0L, x, r, t, z);
    } catch (RuntimeException | Error error) {
      throw error;
    } catch (Throwable error) {
      throw new IllegalStateException("calling " + code.name() + " failed", error);
    }
  }

  @Override
  public void call(
      Code code,
      byte[] a,
      long aFrom,
      long aBytes,
      MemorySegment b,
      int[] p,
      Object c,
      long cFrom,
      long cBytes,
      float[] d,
      float[] e,
      long deFrom,
      long deBytes,
      Object x,
      long xFrom,
      long xBytes,
      int[] r,
      long rFrom,
      long rBytes,
      int[] t,
      long tFrom,
      long tBytes,
      byte[] z,
      long zBytes) {
    try {
      if (c instanceof byte[] bytes) {
        toBytes(
            code,
            a,
            aFrom,
            aBytes,
            b,
            p,
            bytes,
            cFrom,
            cBytes,
            d,
            e,
            deFrom,
            deBytes,
            (byte[]) x,
            xFrom,
            xBytes,
            r,
            rFrom,
            rBytes,
            t,
            tFrom,
            tBytes,
            z,
            zBytes);
      } else if (c instanceof float[] floats) {
        toFloats(
            code,
            a,
            aFrom,
            aBytes,
            b,
            p,
            floats,
            cFrom,
            cBytes,
            d,
            e,
            deFrom,
            deBytes,
            (float[]) x,
            xFrom,
            xBytes,
            r,
            rFrom,
            rBytes,
            t,
            tFrom,
            tBytes,
            z,
            zBytes);
      } else {
        toInts(
            code,
            a,
            aFrom,
            aBytes,
            b,
            p,
            (int[]) c,
            cFrom,
            cBytes,
            d,
            e,
            deFrom,
            deBytes,
            (byte[]) x,
            xFrom,
            xBytes,
            r,
            rFrom,
            rBytes,
            t,
            tFrom,
            tBytes,
            z,
            zBytes);
      }
    } catch (RuntimeException | Error error) {
      throw error;
    } catch (Throwable error) {
      throw new IllegalStateException("calling " + code.name() + " failed", error);
    }
  }

  private static void toBytes(
      Code code,
      byte[] a,
      long aFrom,
      long aBytes,
      MemorySegment b,
      int[] p,
      byte[] c,
      long cFrom,
      long cBytes,
      float[] d,
      float[] e,
      long deFrom,
      long deBytes,
      byte[] x,
      long xFrom,
      long xBytes,
      int[] r,
      long rFrom,
      long rBytes,
      int[] t,
      long tFrom,
      long tBytes,
      byte[] z,
      long zBytes)
      throws Throwable {
    HANDLE.invokeExact(
        code.address(),
        MemorySegment.ofArray(a).asSlice(aFrom, aBytes),
        b,
        MemorySegment.ofArray(p),
        MemorySegment.ofArray(c).asSlice(cFrom, cBytes),
        MemorySegment.ofArray(d).asSlice(deFrom, deBytes),
        MemorySegment.ofArray(e).asSlice(deFrom, deBytes),
        MemorySegment.ofArray(x).asSlice(xFrom, xBytes),
        MemorySegment.ofArray(r).asSlice(rFrom, rBytes),
        MemorySegment.ofArray(t).asSlice(tFrom, tBytes),
        MemorySegment.ofArray(z).asSlice(0, zBytes));
  }

  private static void toFloats(
      Code code,
      byte[] a,
      long aFrom,
      long aBytes,
      MemorySegment b,
      int[] p,
      float[] c,
      long cFrom,
      long cBytes,
      float[] d,
      float[] e,
      long deFrom,
      long deBytes,
      float[] x,
      long xFrom,
      long xBytes,
      int[] r,
      long rFrom,
      long rBytes,
      int[] t,
      long tFrom,
      long tBytes,
      byte[] z,
      long zBytes)
      throws Throwable {
    HANDLE.invokeExact(
        code.address(),
        MemorySegment.ofArray(a).asSlice(aFrom, aBytes),
        b,
        MemorySegment.ofArray(p),
        MemorySegment.ofArray(c).asSlice(cFrom, cBytes),
        MemorySegment.ofArray(d).asSlice(deFrom, deBytes),
        MemorySegment.ofArray(e).asSlice(deFrom, deBytes),
        MemorySegment.ofArray(x).asSlice(xFrom, xBytes),
        MemorySegment.ofArray(r).asSlice(rFrom, rBytes),
        MemorySegment.ofArray(t).asSlice(tFrom, tBytes),
        MemorySegment.ofArray(z).asSlice(0, zBytes));
  }

  private static void toInts(
      Code code,
      byte[] a,
      long aFrom,
      long aBytes,
      MemorySegment b,
      int[] p,
      int[] c,
      long cFrom,
      long cBytes,
      float[] d,
      float[] e,
      long deFrom,
      long deBytes,
      byte[] x,
      long xFrom,
      long xBytes,
      int[] r,
      long rFrom,
      long rBytes,
      int[] t,
      long tFrom,
      long tBytes,
      byte[] z,
      long zBytes)
      throws Throwable {
    HANDLE.invokeExact(
        code.address(),
        MemorySegment.ofArray(a).asSlice(aFrom, aBytes),
        b,
        MemorySegment.ofArray(p),
        MemorySegment.ofArray(c).asSlice(cFrom, cBytes),
        MemorySegment.ofArray(d).asSlice(deFrom, deBytes),
        MemorySegment.ofArray(e).asSlice(deFrom, deBytes),
        MemorySegment.ofArray(x).asSlice(xFrom, xBytes),
        MemorySegment.ofArray(r).asSlice(rFrom, rBytes),
        MemorySegment.ofArray(t).asSlice(tFrom, tBytes),
        MemorySegment.ofArray(z).asSlice(0, zBytes));
  }

  /** Calls a function of the C library that has up to six integers or addresses. */
  static long system(
      MemorySegment function,
      MemorySegment first,
      long second,
      long third,
      long fourth,
      long fifth,
      long sixth) {
    try {
      return (long)
          SHORT.invokeExact(
              function,
              first,
              second,
              third,
              MemorySegment.ofAddress(fourth),
              fifth,
              sixth,
              0L,
              0L,
              0L,
              0L);
    } catch (RuntimeException | Error error) {
      throw error;
    } catch (Throwable error) {
      throw new IllegalStateException("calling the C library failed", error);
    }
  }
}
