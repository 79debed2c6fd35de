package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the central directory of a zip file (PKWARE's APPNOTE.TXT, 4.3 and 4.5). Stricter than
 * readers that mean to open everything: names stand once, local headers agree with the directory,
 * and entries neither overlap nor reach into it.
 */
final class ZipDirectory {
  private static final int END_BYTES = 22;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64_BYTES = 56;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_BYTES = 30;
  private static final int MAX_COMMENT = 0xffff;
  private static final long SATURATED = 0xffffffffL;

  private final Source source;

  private ZipDirectory(Source source) {
    this.source = source;
  }

  /** {@return the entries by name, in the directory's order} */
  static Map<String, ZipEntry> read(Source source) throws IOException {
    return new ZipDirectory(source).entries();
  }

  /** Where the directory is. */
  private record Place(long at, long bytes, long entries) {}

  private Map<String, ZipEntry> entries() throws IOException {
    Place place = place();
    ByteBuffer directory = buffer(place.at(), (int) place.bytes());
    List<ZipEntry> list = new ArrayList<>();
    for (long i = 0; i < place.entries(); i++) {
      list.add(central(directory));
    }
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    List<ZipEntry> found = new ArrayList<>();
    for (ZipEntry e : list) {
      ZipEntry located = local(e, place.at());
      found.add(located);
      if (entries.put(e.name(), located) != null) {
        throw new Broken("the zip file has two entries named '" + e.name() + "'");
      }
    }
    apart(found);
    return entries;
  }

  private Place place() throws IOException {
    long end = end();
    ByteBuffer b = buffer(end, END_BYTES);
    Place place =
        new Place(
            Integer.toUnsignedLong(b.getInt(16)),
            Integer.toUnsignedLong(b.getInt(12)),
            Short.toUnsignedLong(b.getShort(10)));
    long limit = end;
    if (end >= LOCATOR_BYTES) {
      ByteBuffer locator = buffer(end - LOCATOR_BYTES, LOCATOR_BYTES);
      if (locator.getInt(0) == 0x07064b50) {
        limit = locator.getLong(8);
        place = place64(limit, end - LOCATOR_BYTES);
      }
    }
    boolean inside =
        place.at() >= 0
            && place.bytes() >= 0
            && place.bytes() <= Integer.MAX_VALUE - 16
            && place.at() <= limit - place.bytes()
            && place.entries() >= 0
            && place.entries() <= place.bytes() / CENTRAL_BYTES;
    if (!inside) {
      throw new Broken(
          "the zip directory of %d entries in %d bytes at %d does not fit the file"
              .formatted(place.entries(), place.bytes(), place.at()));
    }
    return place;
  }

  private Place place64(long at, long limit) throws IOException {
    if (at < 0 || at > limit - END64_BYTES) {
      throw new Broken("the zip64 end of the directory is said to be at byte " + at);
    }
    ByteBuffer b = buffer(at, END64_BYTES);
    if (b.getInt(0) != 0x06064b50) {
      throw new Broken("there is no zip64 end of the directory at byte " + at);
    }
    return new Place(b.getLong(48), b.getLong(40), b.getLong(32));
  }

  /** The end record stands last, with a comment that reaches to the end of the file. */
  private long end() throws IOException {
    int tail = (int) Math.min(source.length(), END_BYTES + MAX_COMMENT);
    long from = source.length() - tail;
    ByteBuffer b = buffer(from, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      if (b.getInt(at) == 0x06054b50
          && at + END_BYTES + Short.toUnsignedInt(b.getShort(at + 20)) == tail) {
        return from + at;
      }
    }
    throw new Broken("the zip file has no directory at its end; it may be cut short");
  }

  private static ZipEntry central(ByteBuffer b) {
    int at = b.position();
    if (b.remaining() < CENTRAL_BYTES || b.getInt(at) != 0x02014b50) {
      throw new Broken("the zip directory is broken at its byte " + at);
    }
    int name = Short.toUnsignedInt(b.getShort(at + 28));
    int extra = Short.toUnsignedInt(b.getShort(at + 30));
    int comment = Short.toUnsignedInt(b.getShort(at + 32));
    if (b.remaining() < CENTRAL_BYTES + name + extra + comment) {
      throw new Broken("the zip directory is broken at its byte " + at);
    }
    byte[] bytes = new byte[name];
    b.get(at + CENTRAL_BYTES, bytes);
    ByteBuffer more = b.slice(at + CENTRAL_BYTES + name, extra).order(ByteOrder.LITTLE_ENDIAN);
    b.position(at + CENTRAL_BYTES + name + extra + comment);
    return entry(new String(bytes, StandardCharsets.UTF_8), b, at, more);
  }

  private static ZipEntry entry(String name, ByteBuffer b, int at, ByteBuffer extra) {
    int flags = b.getShort(at + 8);
    int method = Short.toUnsignedInt(b.getShort(at + 10));
    if ((flags & 1) != 0 || (method != 0 && method != 8)) {
      throw new Broken(
          "'"
              + name
              + "' is "
              + ((flags & 1) != 0 ? "encrypted" : "packed by method " + method)
              + ", expected stored or deflated");
    }
    ByteBuffer wide = zip64(extra);
    long size = wide(b.getInt(at + 24), wide, name);
    long packed = wide(b.getInt(at + 20), wide, name);
    long header = wide(b.getInt(at + 42), wide, name);
    if (size < 0 || packed < 0 || header < 0 || (method == 0 && size != packed)) {
      throw new Broken("'" + name + "' has " + size + " bytes in " + packed + " at " + header);
    }
    return new ZipEntry(name, header, -1, method == 8, packed, size, b.getInt(at + 16));
  }

  /** The extra field of 64-bit sizes, or nothing. */
  private static ByteBuffer zip64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int size = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      if (id == 1) {
        return extra.slice(extra.position(), size).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + size);
    }
    return ByteBuffer.allocate(0);
  }

  private static long wide(int narrow, ByteBuffer wide, String name) {
    long value = Integer.toUnsignedLong(narrow);
    if (value != SATURATED) {
      return value;
    }
    if (wide.remaining() < Long.BYTES) {
      throw new Broken("'" + name + "' lacks its 64-bit sizes");
    }
    return wide.getLong();
  }

  /** Finds where data start; they must end before the directory. */
  private ZipEntry local(ZipEntry e, long limit) throws IOException {
    if (e.header() > limit - LOCAL_BYTES) {
      throw new Broken("'" + e.name() + "' is said to be at byte " + e.header());
    }
    ByteBuffer b = buffer(e.header(), LOCAL_BYTES);
    int name = Short.toUnsignedInt(b.getShort(26));
    long data = e.header() + LOCAL_BYTES + name + Short.toUnsignedInt(b.getShort(28));
    if (b.getInt(0) != 0x04034b50 || data > limit || e.packed() > limit - data) {
      throw new Broken(
          "'"
              + e.name()
              + "' is said to be at byte "
              + e.header()
              + " with "
              + e.packed()
              + " bytes of data, and is not");
    }
    String local = new String(source.bytes(e.header() + LOCAL_BYTES, name), StandardCharsets.UTF_8);
    if (!local.equals(e.name())) {
      throw new Broken("'" + e.name() + "' is called '" + local + "' at byte " + e.header());
    }
    return e.withData(data);
  }

  private static void apart(List<ZipEntry> entries) {
    entries.sort(Comparator.comparingLong(ZipEntry::header));
    for (int i = 1; i < entries.size(); i++) {
      ZipEntry before = entries.get(i - 1);
      if (before.data() + before.packed() > entries.get(i).header()) {
        throw new Broken("'" + before.name() + "' overlaps '" + entries.get(i).name() + "'");
      }
    }
  }

  private ByteBuffer buffer(long at, int n) throws IOException {
    return ByteBuffer.wrap(source.bytes(at, n)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
