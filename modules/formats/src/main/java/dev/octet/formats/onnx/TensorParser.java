package dev.octet.formats.onnx;

import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads one {@code TensorProto}: its fields, then its elements from wherever they are. */
final class TensorParser {
  private final WireReader in;
  private final ExternalData external;

  private String name = "";
  private long type;
  private final LongList dims = new LongList();
  private final FloatList floatData = new FloatList();
  private final LongList int32Data = new LongList();
  private final LongList int64Data = new LongList();
  private byte[] raw;
  private boolean outside;
  private final Map<String, String> entries = new HashMap<>();

  TensorParser(WireReader in, ExternalData external) {
    this.in = in;
    this.external = external;
  }

  /** Reads all fields of the message that the reader is in. */
  OnnxTensor parse() throws IOException {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> in.varints(dims);
        case 2 -> type = in.varint();
        case 3 -> throw new WireException("tensors in segments are not supported");
        case 4 -> in.floats(floatData);
        case 5 -> in.varints(int32Data);
        case 7 -> in.varints(int64Data);
        case 8 -> name = in.string();
        case 9 -> raw = in.bytes();
        case 13 -> entry();
        case 14 -> outside = in.varint() == 1;
        default -> in.skip();
      }
      if (dims.size() > 64) {
        throw new WireException("a tensor has more than 64 dims");
      }
    }
    try {
      OnnxType t = OnnxType.of(type);
      return new OnnxTensor(name, t, value(t));
    } catch (WireException e) {
      throw name.isEmpty() ? e : new WireException("tensor '" + name + "': " + e.getMessage());
    }
  }

  private void entry() throws IOException {
    long outer = in.enter();
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = in.string();
        default -> in.skip();
      }
    }
    in.leave(outer);
    entries.put(key, value);
  }

  private Tensor value(OnnxType t) throws IOException {
    Shape shape = shape();
    if (outside) {
      return fromRaw(t, external.read(entries, (long) shape.size() * t.bytes()), shape);
    }
    if (raw != null) {
      if (raw.length != (long) shape.size() * t.bytes()) {
        throw new WireException(
            "raw_data has %d bytes, dims %s of %s need %d"
                .formatted(raw.length, shape, t, (long) shape.size() * t.bytes()));
      }
      return fromRaw(t, raw, shape);
    }
    return fromFields(t, shape);
  }

  private Shape shape() {
    int[] sizes = new int[dims.size()];
    long[] d = dims.toArray();
    long count = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (d[i] < 0 || d[i] > Integer.MAX_VALUE) {
        throw new WireException("dims has " + d[i] + ", expected 0 to 2^31 - 1");
      }
      sizes[i] = (int) d[i];
      count *= d[i];
      if (count > Integer.MAX_VALUE) {
        throw new WireException("dims " + Arrays.toString(sizes) + " exceed 2^31 - 1 elements");
      }
    }
    return Shape.of(sizes);
  }

  private static Tensor fromRaw(OnnxType t, byte[] bytes, Shape shape) {
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int n = shape.size();
    if (t == OnnxType.BOOL) {
      boolean[] flags = new boolean[n];
      for (int i = 0; i < n; i++) {
        flags[i] = bytes[i] != 0;
      }
      return BoolTensor.wrap(flags, 0, shape);
    }
    if (t.isFloat()) {
      float[] floats = new float[n];
      switch (t) {
        case FLOAT -> b.asFloatBuffer().get(floats);
        case FLOAT16 -> {
          for (int i = 0; i < n; i++) {
            floats[i] = Float.float16ToFloat(b.getShort(2 * i));
          }
        }
        default -> {
          for (int i = 0; i < n; i++) {
            floats[i] = Float.intBitsToFloat(b.getShort(2 * i) << 16);
          }
        }
      }
      return FloatTensor.wrap(floats, 0, shape);
    }
    long[] longs = new long[n];
    for (int i = 0; i < n; i++) {
      longs[i] =
          switch (t) {
            case INT64 -> b.getLong(8 * i);
            case INT32 -> b.getInt(4 * i);
            case UINT8 -> bytes[i] & 0xff;
            default -> bytes[i];
          };
    }
    return LongTensor.wrap(longs, 0, shape);
  }

  /** Elements in the typed fields: everything narrower than a float lies in {@code int32_data}. */
  private Tensor fromFields(OnnxType t, Shape shape) {
    int n = shape.size();
    if (t == OnnxType.FLOAT) {
      expect("float_data", floatData.size(), t, shape);
      return FloatTensor.wrap(floatData.toArray(), 0, shape);
    }
    if (t == OnnxType.INT64) {
      expect("int64_data", int64Data.size(), t, shape);
      return LongTensor.wrap(int64Data.toArray(), 0, shape);
    }
    expect("int32_data", int32Data.size(), t, shape);
    long[] values = int32Data.toArray();
    if (t == OnnxType.BOOL) {
      boolean[] flags = new boolean[n];
      for (int i = 0; i < n; i++) {
        flags[i] = values[i] != 0;
      }
      return BoolTensor.wrap(flags, 0, shape);
    }
    if (t.isFloat()) {
      float[] floats = new float[n];
      for (int i = 0; i < n; i++) {
        floats[i] =
            t == OnnxType.FLOAT16
                ? Float.float16ToFloat((short) values[i])
                : Float.intBitsToFloat((int) values[i] << 16);
      }
      return FloatTensor.wrap(floats, 0, shape);
    }
    long least = t == OnnxType.UINT8 ? 0 : t == OnnxType.INT8 ? -128 : Integer.MIN_VALUE;
    long most = t == OnnxType.UINT8 ? 255 : t == OnnxType.INT8 ? 127 : Integer.MAX_VALUE;
    for (long v : values) {
      if (v < least || v > most) {
        throw new WireException("int32_data has " + v + ", outside the range of " + t);
      }
    }
    return LongTensor.wrap(values, 0, shape);
  }

  private static void expect(String fieldName, int count, OnnxType t, Shape shape) {
    if (count != shape.size()) {
      throw new WireException(
          "%s has %d elements, dims %s of %s need %d"
              .formatted(fieldName, count, shape, t, shape.size()));
    }
  }
}
