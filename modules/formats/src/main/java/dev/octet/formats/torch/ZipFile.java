package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import dev.octet.nn.io.ElementReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The zip format of {@code torch.save} (since PyTorch 1.6): {@code NAME/data.pkl} with the pickle,
 * {@code NAME/data/KEY} with a storage each, {@code NAME/byteorder} since 2.1. PyTorch stores
 * entries and reads deflated ones too; so does this.
 */
final class ZipFile implements Storages {
  private static final int MAX_PICKLE = 1 << 26;

  /** Deflated entries may be this many times as long as the file, and a little more. */
  private static final int INFLATED = 32;

  private static final long INFLATED_AT_LEAST = 1 << 26;

  private final Source source;
  private final Map<String, ZipEntry> entries;
  private final String folder;
  private final ByteOrder order;

  ZipFile(Source source) throws IOException {
    this.source = source;
    this.entries = ZipDirectory.read(source);
    long room = INFLATED_AT_LEAST + INFLATED * source.length();
    for (ZipEntry e : entries.values()) {
      room -= e.deflated() ? Math.min(e.size(), Long.MAX_VALUE >> 1) : 0;
      if (room < 0) {
        throw new Broken("'" + e.name() + "' inflates to " + e.size() + " bytes without measure");
      }
    }
    this.folder = folder();
    this.order = order();
  }

  private String folder() {
    String found = null;
    for (String name : entries.keySet()) {
      if (name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/')) {
        if (found != null) {
          throw new Broken("the zip file has both '" + found + "' and '" + name + "'");
        }
        found = name;
      }
    }
    if (found == null) {
      throw new Broken("the zip file has no data.pkl in a folder; torch.save did not write it");
    }
    String prefix = found.substring(0, found.length() - "data.pkl".length());
    if (entries.containsKey(prefix + "constants.pkl")) {
      throw new Broken(
          "this is a program of torch.jit.save, expected what torch.save writes for a"
              + " state_dict()");
    }
    return prefix;
  }

  private ByteOrder order() throws IOException {
    if (!entries.containsKey(folder + "byteorder")) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String name = new String(small("byteorder", 16), StandardCharsets.UTF_8).strip();
    return switch (name) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw new Broken("byteorder is '" + name + "', expected little or big");
    };
  }

  /** How errors call the pickle. */
  String pickleName() {
    return folder + "data.pkl";
  }

  byte[] pickle() throws IOException {
    return small("data.pkl", MAX_PICKLE);
  }

  private byte[] small(String name, int most) throws IOException {
    ZipEntry e = entries.get(folder + name);
    if (e.size() > most) {
      throw new Broken("'" + e.name() + "' has " + e.size() + " bytes, expected at most " + most);
    }
    return read(e, reader -> reader.bytes((int) e.size()));
  }

  @Override
  public Object read(StorageRef storage) throws IOException {
    String name = folder + "data/" + storage.key();
    ZipEntry e = entries.get(name);
    if (e == null) {
      throw new Broken("the zip file has no '" + name + "'");
    }
    if (e.size() != storage.bytes()) {
      throw new Broken(
          "'%s' has %d bytes, %s of %d elements needs %d"
              .formatted(
                  name, e.size(), storage.type().global(), storage.count(), storage.bytes()));
    }
    return read(e, reader -> storage.type().read(reader, (int) storage.count()));
  }

  /** Takes all of an entry out of a reader. */
  private interface Take<T> {
    T from(ElementReader reader) throws IOException;
  }

  private <T> T read(ZipEntry e, Take<T> take) throws IOException {
    Inflater inflater = new Inflater(true);
    CRC32 crc = new CRC32();
    try {
      InputStream stored = source.open(e.data(), e.packed());
      InputStream bytes = e.deflated() ? new InflaterInputStream(stored, inflater) : stored;
      InputStream in = new CheckedInputStream(bytes, crc);
      T value = take.from(new ElementReader(in, !e.deflated(), order));
      if (in.read() >= 0) {
        throw new Broken("it inflates to more than its " + e.size() + " bytes");
      }
      if ((int) crc.getValue() != e.crc()) {
        throw new Broken(
            "its checksum is %08x, the directory says %08x: the file is damaged, or was saved after"
                    .formatted((int) crc.getValue(), e.crc())
                + " set_crc32_options(False)");
      }
      return value;
    } catch (Broken | ZipException | EOFException b) {
      throw new Broken("'" + e.name() + "': " + b.getMessage(), b);
    } finally {
      inflater.end();
    }
  }
}
