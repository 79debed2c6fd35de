package dev.octet.formats.torch;

/**
 * An entry of a zip file.
 *
 * @param name its name
 * @param header where its local header starts
 * @param data where its data start, after {@link ZipDirectory} has looked at the local header
 * @param deflated whether they are compressed
 * @param packed how many bytes they take in the file
 * @param size how many bytes they are
 * @param crc their checksum
 */
record ZipEntry(
    String name, long header, long data, boolean deflated, long packed, long size, int crc) {
  ZipEntry withData(long at) {
    return new ZipEntry(name, header, at, deflated, packed, size, crc);
  }
}
