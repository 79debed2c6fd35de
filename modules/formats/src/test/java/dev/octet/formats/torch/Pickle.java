package dev.octet.formats.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles of all kinds, one opcode after the other. */
final class Pickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static Pickle start() {
    return new Pickle().op(0x80, 2);
  }

  /** An opcode and bytes that follow. */
  Pickle op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  Pickle text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Pickle global(String module, String name) {
    return text("c" + module + "\n" + name + "\n");
  }

  Pickle string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return op('X').little(bytes.length, 4).text(value);
  }

  Pickle integer(long value) {
    return op(0x8a, 8).little(value, 8);
  }

  Pickle real(double value) {
    return op('G').little(Long.reverseBytes(Double.doubleToRawLongBits(value)), 8);
  }

  Pickle little(long value, int bytes) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    out.write(all, 0, bytes);
    return this;
  }

  Pickle tuple(long... values) {
    op('(');
    for (long v : values) {
      integer(v);
    }
    return op('t');
  }

  /** A storage of the file by its key. */
  Pickle storage(String type, String key, long count) {
    return op('(')
        .string("storage")
        .global("torch", type)
        .string(key)
        .string("cpu")
        .integer(count)
        .op('t', 'Q');
  }

  /** A tensor of the storage "0". */
  Pickle tensor(String type, long count, long offset, long[] sizes, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op('(')
        .storage(type, "0", count)
        .integer(offset)
        .tuple(sizes)
        .tuple(strides)
        .op(0x89, 'N', 't', 'R');
  }

  byte[] end() {
    out.write('.');
    return out.toByteArray();
  }
}
