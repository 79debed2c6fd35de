package dev.octet.nn.io;

import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Reads a safetensors file from its beginning to its end, through one buffer. */
final class ContainerReader {
  /** The length of a stream that nobody has measured. */
  static final long UNKNOWN = -1;

  private static final int BUFFER_BYTES = 1 << 16;

  /** Elements of a first array where the stream's length, so the file's honesty, is not known. */
  private static final int FIRST_ELEMENTS = 1 << 16;

  private final InputStream in;
  private final long length;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  ContainerReader(InputStream in, long length) {
    this.in = in;
    this.length = length;
  }

  Container read() throws IOException {
    Header header = header();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Header.Entry e : header.entries()) {
      try {
        tensors.put(e.name(), tensor(e));
      } catch (Broken b) {
        throw new Broken("tensor '" + e.name() + "': " + b.getMessage(), b);
      }
    }
    if (in.read() >= 0) {
      throw new Broken("there is more after the " + header.dataBytes() + " bytes of data");
    }
    return new Container(header.metadata(), tensors);
  }

  private Header header() throws IOException {
    long most = length == UNKNOWN ? Header.MAX_BYTES : Math.min(Header.MAX_BYTES, length - 8);
    long size = next(8, "the header's length").getLong();
    if (size < 0 || size > most) {
      throw new Broken(
          "the header's length is " + Long.toUnsignedString(size) + ", expected at most " + most);
    }
    // Reads in pieces: a stream that promises much and holds little costs little.
    byte[] json = in.readNBytes((int) size);
    if (json.length < size) {
      throw new Broken(
          "the file ends after " + json.length + " of the header's " + size + " bytes");
    }
    Header header = Header.read(json);
    long rest = length - 8 - size;
    if (length != UNKNOWN && header.dataBytes() != rest) {
      throw new Broken(
          "the header places " + header.dataBytes() + " bytes of data, the file has " + rest);
    }
    return header;
  }

  private Tensor tensor(Header.Entry e) throws IOException {
    Shape shape = e.shape();
    int n = shape.size();
    return switch (e.type()) {
      case F32 ->
          FloatTensor.wrap(
              fill(n, 4, float[]::new, (b, a, at, k) -> b.asFloatBuffer().get(a, at, k)), 0, shape);
      case F16 -> FloatTensor.wrap(fill(n, 2, float[]::new, ContainerReader::halves), 0, shape);
      case BF16 -> FloatTensor.wrap(fill(n, 2, float[]::new, ContainerReader::brains), 0, shape);
      case I64 ->
          LongTensor.wrap(
              fill(n, 8, long[]::new, (b, a, at, k) -> b.asLongBuffer().get(a, at, k)), 0, shape);
      case I32 ->
          QTensor.wrap(
              fill(n, 4, int[]::new, (b, a, at, k) -> b.asIntBuffer().get(a, at, k)),
              shape,
              Container.ITSELF);
      case I8 -> bytes(n, shape, DType.QINT8);
      case U8 -> bytes(n, shape, DType.QUINT8);
      case BOOL -> BoolTensor.wrap(fill(n, 1, boolean[]::new, ContainerReader::truths), 0, shape);
    };
  }

  private Tensor bytes(int n, Shape shape, DType dtype) throws IOException {
    byte[] bytes = fill(n, 1, byte[]::new, (b, a, at, k) -> b.get(a, at, k));
    return QTensor.wrap(bytes, shape, dtype, Container.ITSELF);
  }

  private static void halves(ByteBuffer from, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = Float.float16ToFloat(from.getShort());
    }
  }

  /** A bfloat16 is the upper half of a float. */
  private static void brains(ByteBuffer from, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = Float.intBitsToFloat(from.getShort() << 16);
    }
  }

  private static void truths(ByteBuffer from, boolean[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      byte b = from.get();
      if (b != 0 && b != 1) {
        throw new Broken("element " + (at + i) + " is " + b + ", expected 0 or 1");
      }
      to[at + i] = b == 1;
    }
  }

  /** Moves elements out of the buffer. */
  private interface Piece<A> {
    void move(ByteBuffer from, A to, int at, int count);
  }

  /**
   * Fills an array; it is made at once where the file's length has proved that it can be filled.
   */
  private <A> A fill(int n, int bytes, IntFunction<A> make, Piece<A> piece) throws IOException {
    int room = length == UNKNOWN ? Math.min(n, FIRST_ELEMENTS) : n;
    A array = make.apply(room);
    for (int at = 0; at < n; ) {
      if (at == room) {
        room = (int) Math.min(n, 2L * room);
        A more = make.apply(room);
        System.arraycopy(array, 0, more, 0, at);
        array = more;
      }
      int count = Math.min(room - at, BUFFER_BYTES / bytes);
      piece.move(next(count * bytes, "its data"), array, at, count);
      at += count;
    }
    return array;
  }

  private ByteBuffer next(int bytes, String what) throws IOException {
    int got = in.readNBytes(buffer.array(), 0, bytes);
    if (got < bytes) {
      throw new Broken("the file ends within " + what);
    }
    return buffer.clear().limit(bytes);
  }
}
