package dev.octet.kernels.x86.asm;

/** When a conditional jump or move happens, after a comparison of left and right. */
public enum Condition {
  /** Unsigned: left is less. */
  BELOW(2),
  /** Unsigned: left is not less. */
  ABOVE_OR_EQUAL(3),
  /** Equal, or a result of zero. */
  EQUAL(4),
  /** Not equal, or a result that is not zero. */
  NOT_EQUAL(5),
  /** A negative result. */
  NEGATIVE(8),
  /** Signed: left is less. */
  LESS(12),
  /** Signed: left is not less. */
  GREATER_OR_EQUAL(13),
  /** Signed: left is not greater. */
  LESS_OR_EQUAL(14),
  /** Signed: left is greater. */
  GREATER(15);

  private final int code;

  Condition(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
