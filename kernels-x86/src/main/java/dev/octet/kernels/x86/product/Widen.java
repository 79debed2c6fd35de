package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;

/**
 * Copies rows of bytes for the micro-kernels: as they are, or for AVX2 as 16-bit integers less
 * their zero points.
 *
 * @param caller how code is called
 * @param code {@link WidenKernel}; null where bytes stay bytes
 */
record Widen(Caller caller, Code code) {
  /**
   * Rows to copy.
   *
   * @param array bytes
   * @param offset of the first row
   * @param rows how many, at least 1
   * @param cols bytes of a row
   * @param stride between rows
   * @param unsigned whether bytes are 0 to 255
   */
  record Rows(byte[] array, int offset, int rows, int cols, int stride, boolean unsigned) {}

  /** Bytes of an integer in the copy. */
  int bytes() {
    return code == null ? 1 : 2;
  }

  /**
   * Copies. An odd row of 16-bit integers is filled up with a zero, which the next row's first may
   * replace.
   *
   * @param zeroPoints one for all rows, or one for each
   * @param to where rows go
   * @param at the first
   * @param toStride bytes between them
   */
  void copy(Rows x, int[] zeroPoints, boolean perRow, byte[] to, int at, int toStride) {
    if (code == null) {
      for (int i = 0; i < x.rows; i++) {
        System.arraycopy(x.array, x.offset + i * x.stride, to, at + i * toStride, x.cols);
      }
      return;
    }
    int[] p = new int[WidenKernel.COUNT];
    p[WidenKernel.ROWS] = x.rows;
    p[WidenKernel.COLUMNS] = x.cols;
    p[WidenKernel.X_STRIDE] = x.stride;
    p[WidenKernel.Y_STRIDE] = toStride;
    p[WidenKernel.FLIP] = x.unsigned ? 0 : 0x80808080;
    p[WidenKernel.Z_STRIDE] = perRow ? 4 : 0;
    int turn = x.unsigned ? 0 : 128;
    int[] zeros = new int[perRow ? x.rows : 1];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = zeroPoints[i] + turn;
    }
    MemorySegment none = Machine.NONE;
    caller.call(
        code,
        MemorySegment.ofArray(x.array).asSlice(x.offset, (x.rows - 1L) * x.stride + x.cols),
        none,
        MemorySegment.ofArray(p),
        MemorySegment.ofArray(to)
            .asSlice(at, (x.rows - 1L) * toStride + 2L * (x.cols + x.cols % 2)),
        none,
        none,
        none,
        MemorySegment.ofArray(zeros),
        none,
        none);
  }
}
