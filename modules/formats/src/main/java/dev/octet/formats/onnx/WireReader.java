package dev.octet.formats.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pulls the fields of Protocol Buffers messages out of a stream, in the order in which they come
 * (the wire format's specification, protobuf.dev/programming-guides/encoding):
 *
 * <pre>
 *   while (in.next()) {
 *     switch (in.field()) {
 *       case 1 -&gt; name = in.string();
 *       case 2 -&gt; { long outer = in.enter(); …read the fields of the inner message…; in.leave(outer); }
 *       default -&gt; in.skip();
 *     }
 *   }
 * </pre>
 *
 * <p>Nothing is believed: a declared length must fit into what surrounds it, and memory is taken as
 * bytes arrive where the whole length is not known. The reader keeps no stack; how deep messages
 * nest is up to its caller.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  /** What is allocated before any of a declared length has been seen. */
  private static final int TRUSTED = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long base;

  /** Position where the current message ends; {@code Long.MAX_VALUE} for a stream's outermost. */
  private long limit;

  private final boolean lengthKnown;
  private int field;
  private int wireType;

  /**
   * @param in the bytes
   * @param length how many there are, or -1 when that shows only at the end
   */
  WireReader(InputStream in, long length) {
    this.in = in;
    this.lengthKnown = length >= 0;
    this.limit = lengthKnown ? length : Long.MAX_VALUE;
  }

  long position() {
    return base + at;
  }

  /** Moves to the next field of the current message; false at the message's end. */
  boolean next() throws IOException {
    if (position() == limit || (limit == Long.MAX_VALUE && at == filled && !fill())) {
      return false;
    }
    long tag = rawVarint();
    long number = tag >>> 3;
    wireType = (int) (tag & 7);
    if (number < 1 || number > (1 << 29) - 1) {
      throw broken("field number " + number + " is outside [1, 2^29)");
    }
    if (wireType != VARINT && wireType != FIXED64 && wireType != LENGTH && wireType != FIXED32) {
      throw broken("field " + number + " has wire type " + wireType + ", which is not supported");
    }
    field = (int) number;
    return true;
  }

  /** The number of the field that {@link #next} moved to. */
  int field() {
    return field;
  }

  /** Passes over the field's value. */
  void skip() throws IOException {
    switch (wireType) {
      case VARINT -> rawVarint();
      case FIXED64 -> pass(8);
      case FIXED32 -> pass(4);
      default -> pass(length());
    }
  }

  long varint() throws IOException {
    expect(VARINT, "an integer");
    return rawVarint();
  }

  float fixedFloat() throws IOException {
    expect(FIXED32, "a float");
    return rawFloat();
  }

  String string() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() throws IOException {
    expect(LENGTH, "bytes");
    long length = length();
    if (length > Integer.MAX_VALUE - 16) {
      throw broken("field " + field + " of " + length + " bytes exceeds 2^31");
    }
    int n = (int) length;
    byte[] bytes = new byte[lengthKnown ? n : Math.min(n, TRUSTED)];
    int have = 0;
    while (have < n) {
      if (have == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(n, 2L * have));
      }
      if (at == filled) {
        need();
      }
      int some = Math.min(filled - at, bytes.length - have);
      System.arraycopy(buffer, at, bytes, have, some);
      at += some;
      have += some;
    }
    return bytes;
  }

  /** One element of a repeated integer field, or all of them when they come packed. */
  void varints(LongList into) throws IOException {
    if (wireType == VARINT) {
      into.add(rawVarint());
      return;
    }
    long outer = enter();
    while (position() < limit) {
      into.add(rawVarint());
    }
    leave(outer);
  }

  /** One element of a repeated float field, or all of them when they come packed. */
  void floats(FloatList into) throws IOException {
    if (wireType == FIXED32) {
      into.add(rawFloat());
      return;
    }
    long outer = enter();
    if ((limit - position()) % 4 != 0) {
      throw broken("packed floats of field " + field + " take " + (limit - position()) + " bytes");
    }
    while (position() < limit) {
      into.add(rawFloat());
    }
    leave(outer);
  }

  /** Goes into the message that the field holds. {@return what {@link #leave} wants} */
  long enter() throws IOException {
    expect(LENGTH, "a message");
    long outer = limit;
    long length = length();
    limit = position() + length;
    return outer;
  }

  /** Leaves a message, all of whose fields have been read. */
  void leave(long outer) {
    assert position() == limit;
    limit = outer;
  }

  private void expect(int type, String what) {
    if (wireType != type) {
      throw broken("field " + field + " has wire type " + wireType + ", expected " + what);
    }
  }

  /** A length, checked against what is left of the message that it stands in. */
  private long length() throws IOException {
    long length = rawVarint();
    long left = limit - position();
    if (length < 0 || length > left) {
      throw broken(
          "field "
              + field
              + " declares "
              + Long.toUnsignedString(length)
              + " bytes, "
              + left
              + " are left");
    }
    return length;
  }

  private void pass(long n) throws IOException {
    if (n > limit - position()) {
      throw broken("field " + field + " runs past the end of its message");
    }
    long left = n;
    while (left > 0) {
      if (at == filled) {
        need();
      }
      int some = (int) Math.min(filled - at, left);
      at += some;
      left -= some;
    }
  }

  private long rawVarint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int b = rawByte();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw broken("a varint is longer than 10 bytes");
  }

  private float rawFloat() throws IOException {
    int bits = rawByte() | rawByte() << 8 | rawByte() << 16 | rawByte() << 24;
    return Float.intBitsToFloat(bits);
  }

  private int rawByte() throws IOException {
    if (position() >= limit) {
      throw broken("a value runs past the end of its message");
    }
    if (at == filled) {
      need();
    }
    return buffer[at++] & 0xff;
  }

  private void need() throws IOException {
    if (!fill()) {
      throw broken("the file ends inside a message");
    }
  }

  private boolean fill() throws IOException {
    base += filled;
    at = 0;
    filled = 0;
    int n = in.read(buffer);
    if (n <= 0) {
      return false;
    }
    filled = n;
    return true;
  }

  private WireException broken(String problem) {
    return new WireException(problem + " (at byte " + position() + ")");
  }
}
