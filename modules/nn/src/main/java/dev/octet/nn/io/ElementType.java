package dev.octet.nn.io;

import dev.octet.tensor.DType;

/**
 * The element types of safetensors that Octet reads, and the ones that it writes for each of its
 * own.
 */
enum ElementType {
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  static ElementType of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> F32;
      case INT64 -> I64;
      case BOOL -> BOOL;
      case QINT8 -> I8;
      case QUINT8 -> U8;
      case QINT32 -> I32;
    };
  }

  static ElementType named(String name) {
    for (ElementType t : values()) {
      if (t.name().equals(name)) {
        return t;
      }
    }
    throw new Broken("element type '" + name + "' is not supported");
  }
}
