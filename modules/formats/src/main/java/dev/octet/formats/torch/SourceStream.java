package dev.octet.formats.torch;

import java.io.IOException;
import java.io.InputStream;

/** Part of a source as a stream; unbuffered, for readers that ask for many bytes at once. */
final class SourceStream extends InputStream {
  private final Source source;
  private final long end;
  private long at;

  SourceStream(Source source, long from, long end) {
    this.source = source;
    this.at = from;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int n) throws IOException {
    if (n == 0) {
      return 0;
    }
    if (at == end) {
      return -1;
    }
    int got = source.read(at, to, offset, (int) Math.min(n, end - at));
    at += got;
    return got;
  }
}
