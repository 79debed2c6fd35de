package dev.octet.nn.io;

import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a safetensors file from its beginning to its end, through one buffer. */
final class ContainerWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  ContainerWriter(OutputStream out) {
    this.out = out;
  }

  void write(Container container) throws IOException {
    Header header = Header.of(container.metadata(), container.tensors());
    byte[] json = header.toBytes();
    buffer.clear().putLong(json.length);
    out.write(buffer.array(), 0, 8);
    out.write(json);
    for (Header.Entry e : header.entries()) {
      write(container.tensors().get(e.name()).to(Layout.CONTIGUOUS));
    }
    out.flush();
  }

  private void write(Tensor tensor) throws IOException {
    int n = tensor.shape().size();
    int from = tensor.offset();
    switch (tensor) {
      case FloatTensor t ->
          pieces(n, 4, (b, at, k) -> b.asFloatBuffer().put(t.array(), from + at, k));
      case LongTensor t ->
          pieces(n, 8, (b, at, k) -> b.asLongBuffer().put(t.array(), from + at, k));
      case BoolTensor t -> pieces(n, 1, (b, at, k) -> truths(t.array(), from + at, k, b));
      case QTensor t when t.dtype() == DType.QINT32 -> {
        int[] q = t.intRepr();
        pieces(n, 4, (b, at, k) -> b.asIntBuffer().put(q, at, k));
      }
      case QTensor t -> pieces(n, 1, (b, at, k) -> b.put(t.array(), from + at, k));
    }
  }

  private static void truths(boolean[] from, int at, int count, ByteBuffer to) {
    for (int i = at; i < at + count; i++) {
      to.put((byte) (from[i] ? 1 : 0));
    }
  }

  /** Moves elements into the buffer. */
  private interface Piece {
    void move(ByteBuffer to, int at, int count);
  }

  private void pieces(int n, int bytes, Piece piece) throws IOException {
    int most = BUFFER_BYTES / bytes;
    for (int at = 0; at < n; at += most) {
      int count = Math.min(most, n - at);
      piece.move(buffer.clear(), at, count);
      out.write(buffer.array(), 0, count * bytes);
    }
  }
}
