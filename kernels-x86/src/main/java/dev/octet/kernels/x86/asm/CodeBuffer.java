package dev.octet.kernels.x86.asm;

import java.util.Arrays;

/** Bytes that grow, little-endian. */
final class CodeBuffer {
  private byte[] bytes = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  CodeBuffer u8(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
    return this;
  }

  CodeBuffer i32(int value) {
    return u8(value).u8(value >> 8).u8(value >> 16).u8(value >> 24);
  }

  CodeBuffer i64(long value) {
    return i32((int) value).i32((int) (value >> 32));
  }

  /** Adds to four bytes that were written before. */
  void add32(int at, int more) {
    int value = more + i32At(at);
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> 8 * i);
    }
  }

  private int i32At(int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
