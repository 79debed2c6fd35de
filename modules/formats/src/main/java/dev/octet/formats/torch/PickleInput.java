package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The arguments of a pickle's opcodes, little-endian; a length is checked before it is believed.
 */
final class PickleInput {
  /** Names of modules and classes, and numbers in decimal, are shorter than this. */
  private static final int MAX_LINE = 1000;

  private final Source source;
  private final byte[] buffer = new byte[1 << 13];
  private final ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
  private long base;
  private int at;
  private int filled;

  PickleInput(Source source) {
    this.source = source;
  }

  long position() {
    return base + at;
  }

  long left() {
    return source.length() - position();
  }

  /** Passes over bytes, which must be there. */
  void skip(long n) {
    need(n);
    base = position() + n;
    at = 0;
    filled = 0;
  }

  int u1() throws IOException {
    need(1);
    if (at == filled) {
      base += filled;
      at = 0;
      filled = source.read(base, buffer, 0, (int) Math.min(buffer.length, left()));
    }
    return buffer[at++] & 0xff;
  }

  int u2() throws IOException {
    return u1() | u1() << 8;
  }

  int i4() throws IOException {
    return number(4).getInt(0);
  }

  long i8() throws IOException {
    return number(8).getLong(0);
  }

  /** A double, which alone is big-endian. */
  double f8() throws IOException {
    return Double.longBitsToDouble(Long.reverseBytes(i8()));
  }

  private ByteBuffer number(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      number.put(i, (byte) u1());
    }
    return number;
  }

  /** A length of 4 or 8 bytes. */
  long length(int bytes) throws IOException {
    return bytes == 4 ? Integer.toUnsignedLong(i4()) : i8();
  }

  byte[] bytes(long n) throws IOException {
    need(n);
    if (n > Integer.MAX_VALUE - 16) {
      throw new Broken("a value has " + n + " bytes, expected less than 2^31");
    }
    byte[] bytes = new byte[(int) n];
    int held = Math.min(bytes.length, filled - at);
    System.arraycopy(buffer, at, bytes, 0, held);
    long rest = position() + held;
    for (int have = held; have < bytes.length; ) {
      have += source.read(rest + have - held, bytes, have, bytes.length - have);
    }
    skip(n);
    return bytes;
  }

  String text(long n) throws IOException {
    byte[] bytes = bytes(n);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Broken("a string is not UTF-8", e);
    }
  }

  /** A two's complement integer of any reasonable length. */
  BigInteger integer(long bytes) throws IOException {
    if (bytes < 0 || bytes > MAX_LINE) {
      throw new Broken("an integer has " + bytes + " bytes, expected 0 to " + MAX_LINE);
    }
    byte[] little = bytes(bytes);
    byte[] big = new byte[little.length + 1];
    for (int i = 0; i < little.length; i++) {
      big[little.length - i] = little[i];
    }
    big[0] = (byte) (little.length > 0 && little[little.length - 1] < 0 ? -1 : 0);
    return new BigInteger(big);
  }

  /** Text up to the end of the line. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) {
      if (line.length() == MAX_LINE) {
        throw new Broken("a line is longer than " + MAX_LINE + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private void need(long n) {
    if (n < 0 || n > left()) {
      throw new Broken(
          "the pickle is cut short: a value of "
              + Long.toUnsignedString(n)
              + " bytes was expected, "
              + left()
              + " are left");
    }
  }
}
