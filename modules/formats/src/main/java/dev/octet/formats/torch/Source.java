package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** Bytes of known length that can be read from any place. */
interface Source {
  long length();

  /** Reads up to {@code n} bytes, at least one, from a place below the length. */
  int read(long at, byte[] to, int offset, int n) throws IOException;

  static Source of(FileChannel file) throws IOException {
    return new InFile(file, file.size());
  }

  static Source of(byte[] bytes) {
    return new InMemory(List.of(bytes), bytes.length, Math.max(1, bytes.length));
  }

  /** Takes a stream to its end. */
  static Source of(InputStream in) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    long length = 0;
    byte[] piece;
    do {
      piece = in.readNBytes(InMemory.PIECE);
      pieces.add(piece);
      length += piece.length;
    } while (piece.length == InMemory.PIECE);
    return new InMemory(pieces, length, InMemory.PIECE);
  }

  default byte[] bytes(long at, int n) throws IOException {
    byte[] bytes = new byte[n];
    for (int have = 0; have < n; ) {
      have += read(at + have, bytes, have, n - have);
    }
    return bytes;
  }

  /** A stream over a range that lies within the length. */
  default InputStream open(long from, long count) {
    return new SourceStream(this, from, from + count);
  }

  /** A file, left where it is. */
  record InFile(FileChannel file, long length) implements Source {
    @Override
    public int read(long at, byte[] to, int offset, int n) throws IOException {
      int got = file.read(ByteBuffer.wrap(to, offset, n), at);
      if (got < 1) {
        throw new Broken("the file was cut short while being read, at byte " + at);
      }
      return got;
    }
  }

  /** Bytes in pieces of one size; the last may be shorter. */
  record InMemory(List<byte[]> pieces, long length, int size) implements Source {
    static final int PIECE = 1 << 20;

    @Override
    public int read(long at, byte[] to, int offset, int n) {
      byte[] piece = pieces.get((int) (at / size));
      int from = (int) (at % size);
      int count = Math.min(n, piece.length - from);
      System.arraycopy(piece, from, to, offset, count);
      return count;
    }
  }
}
