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

  void patch32(int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> 8 * i);
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
