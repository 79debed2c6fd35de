package dev.octet.formats.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the zip format, well-formed. */
final class TorchZip {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(bytes);

  static TorchZip of(byte[] pickle) throws IOException {
    return new TorchZip().stored("a/data.pkl", pickle);
  }

  TorchZip stored(String name, byte[] data) throws IOException {
    ZipEntry e = new ZipEntry(name);
    e.setMethod(ZipEntry.STORED);
    e.setSize(data.length);
    CRC32 crc = new CRC32();
    crc.update(data);
    e.setCrc(crc.getValue());
    return entry(e, data);
  }

  TorchZip deflated(String name, byte[] data) throws IOException {
    return entry(new ZipEntry(name), data);
  }

  private TorchZip entry(ZipEntry e, byte[] data) throws IOException {
    zip.putNextEntry(e);
    zip.write(data);
    zip.closeEntry();
    return this;
  }

  byte[] toBytes() throws IOException {
    zip.close();
    return bytes.toByteArray();
  }
}
