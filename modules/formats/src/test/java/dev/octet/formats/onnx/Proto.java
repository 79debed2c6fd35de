package dev.octet.formats.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes Protocol Buffers messages, well formed or not: what the tests read. */
final class Proto {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Proto rawVarint(long value) {
    long v = value;
    while ((v & ~0x7fL) != 0) {
      out.write((int) (v & 0x7f | 0x80));
      v >>>= 7;
    }
    out.write((int) v);
    return this;
  }

  Proto raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  Proto tag(int field, int wireType) {
    return rawVarint((long) field << 3 | wireType);
  }

  Proto varint(int field, long value) {
    return tag(field, 0).rawVarint(value);
  }

  Proto fixed32(int field, float value) {
    return tag(field, 5).rawFloat(value);
  }

  Proto rawFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    return raw(bits & 0xff, bits >> 8 & 0xff, bits >> 16 & 0xff, bits >>> 24);
  }

  Proto bytes(int field, byte[] value) {
    tag(field, 2).rawVarint(value.length);
    out.writeBytes(value);
    return this;
  }

  Proto string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Proto message(int field, Proto value) {
    return bytes(field, value.toBytes());
  }

  Proto packedVarints(int field, long... values) {
    Proto p = new Proto();
    for (long v : values) {
      p.rawVarint(v);
    }
    return message(field, p);
  }

  Proto packedFloats(int field, float... values) {
    Proto p = new Proto();
    for (float v : values) {
      p.rawFloat(v);
    }
    return message(field, p);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
