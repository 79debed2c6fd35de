package dev.octet.kernels.x86.machine;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which of a function's operands are the same memory, and which are written: {@code p}, {@code c},
 * and what is the same as these.
 */
final class Sharing {
  /** Of the operands, in their order. */
  static final String NAMES = "abpcdexrtz";

  private static final int P = NAMES.indexOf('p');
  private static final int C = NAMES.indexOf('c');

  private final int[] first;

  private Sharing(int[] first) {
    this.first = first;
  }

  /**
   * Compares all with all.
   *
   * @throws IllegalArgumentException if an operand that is written lies across another
   */
  static Sharing of(List<MemorySegment> operands) {
    int[] first = new int[operands.size()];
    for (int i = 0; i < first.length; i++) {
      MemorySegment operand = operands.get(i);
      first[i] =
          IntStream.range(0, i).filter(k -> same(operands.get(k), operand)).findFirst().orElse(i);
    }
    Sharing sharing = new Sharing(first);
    for (int i = 0; i < first.length; i++) {
      for (int k = 0; k < i; k++) {
        boolean written = sharing.isWritten(i) || sharing.isWritten(k);
        if (written && first[i] != first[k] && overlap(operands.get(i), operands.get(k))) {
          throw new IllegalArgumentException(
              "operands %s and %s overlap and are not the same: %s, %s"
                  .formatted(NAMES.charAt(k), NAMES.charAt(i), operands.get(k), operands.get(i)));
        }
      }
    }
    return sharing;
  }

  /** {@return the first operand that is the same memory as this one} */
  int first(int operand) {
    return first[operand];
  }

  boolean isWritten(int operand) {
    return first[operand] == first[P] || first[operand] == first[C];
  }

  private static boolean same(MemorySegment left, MemorySegment right) {
    return overlap(left, right)
        && left.address() == right.address()
        && left.byteSize() == right.byteSize();
  }

  private static boolean overlap(MemorySegment left, MemorySegment right) {
    return left.asOverlappingSlice(right).isPresent();
  }
}
