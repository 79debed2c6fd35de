package dev.octet.formats.onnx;

/** The element types of {@code TensorProto.DataType} that Octet reads, with their numbers there. */
public enum OnnxType {
  /** IEEE binary32. */
  FLOAT(1, 4, true),
  /** Unsigned 8-bit integers. */
  UINT8(2, 1, false),
  /** Signed 8-bit integers. */
  INT8(3, 1, false),
  /** Signed 32-bit integers. */
  INT32(6, 4, false),
  /** Signed 64-bit integers. */
  INT64(7, 8, false),
  /** Truth values, one byte each. */
  BOOL(9, 1, false),
  /** IEEE binary16; becomes a float tensor. */
  FLOAT16(10, 2, true),
  /** The upper half of a binary32; becomes a float tensor. */
  BFLOAT16(16, 2, true);

  private final int code;
  private final int bytes;
  private final boolean real;

  OnnxType(int code, int bytes, boolean real) {
    this.code = code;
    this.bytes = bytes;
    this.real = real;
  }

  static OnnxType of(long code) {
    for (OnnxType t : values()) {
      if (t.code == code) {
        return t;
      }
    }
    throw new WireException(
        "element type "
            + name(code)
            + " is not supported (FLOAT, FLOAT16, BFLOAT16, INT64, INT32, INT8, UINT8 and BOOL"
            + " are)");
  }

  private static String name(long code) {
    return switch ((int) Math.max(-1, Math.min(code, 99))) {
      case 0 -> "UNDEFINED";
      case 4 -> "UINT16";
      case 5 -> "INT16";
      case 8 -> "STRING";
      case 11 -> "DOUBLE";
      case 12 -> "UINT32";
      case 13 -> "UINT64";
      case 14 -> "COMPLEX64";
      case 15 -> "COMPLEX128";
      default -> "number " + code;
    };
  }

  /** Bytes of one element in {@code raw_data}. */
  int bytes() {
    return bytes;
  }

  /** Whether values are kept as 32-bit floats. */
  public boolean isFloat() {
    return real;
  }

  /** Whether values are kept as 64-bit integers. */
  public boolean isInteger() {
    return !real && this != BOOL;
  }
}
