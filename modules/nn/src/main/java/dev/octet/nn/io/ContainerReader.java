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
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a safetensors file from its beginning to its end. */
final class ContainerReader {
  /** The length of a stream that nobody has measured. */
  static final long UNKNOWN = -1;

  private final InputStream in;
  private final long length;
  private final ElementReader elements;

  ContainerReader(InputStream in, long length) {
    this.in = in;
    this.length = length;
    this.elements = new ElementReader(in, length != UNKNOWN, ByteOrder.LITTLE_ENDIAN);
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
    long size = elements.next(8, "the header's length").getLong();
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
      case F32 -> FloatTensor.wrap(elements.float32(n), 0, shape);
      case F16 -> FloatTensor.wrap(elements.float16(n), 0, shape);
      case BF16 -> FloatTensor.wrap(elements.bfloat16(n), 0, shape);
      case I64 -> LongTensor.wrap(elements.int64(n), 0, shape);
      case I32 -> QTensor.wrap(elements.int32(n), shape, Container.ITSELF);
      case I8 -> QTensor.wrap(elements.bytes(n), shape, DType.QINT8, Container.ITSELF);
      case U8 -> QTensor.wrap(elements.bytes(n), shape, DType.QUINT8, Container.ITSELF);
      case BOOL -> BoolTensor.wrap(elements.truths(n), 0, shape);
    };
  }
}
