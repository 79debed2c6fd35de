package dev.octet.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a model in ONNX's protobuf format. Field numbers are those of {@code onnx.proto}, IR
 * version 8.
 */
final class OnnxModel {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT32 = 6;

  /** The operators that ONNX Runtime adds to the standard's. */
  static final String MICROSOFT = "com.microsoft";

  private static final int OPSET = 13;
  private static final int INT = 2;
  private static final int INTS = 7;

  private final Message graph = new Message().text(2, "peers");

  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.out.toByteArray());
    }

    private void varint(long value) {
      long rest = value;
      for (; rest >>> 7 != 0; rest >>>= 7) {
        out.write((int) (rest & 0x7f | 0x80));
      }
      out.write((int) rest);
    }
  }

  OnnxModel input(String name, int type, long... dims) {
    graph.message(11, value(name, type, dims));
    return this;
  }

  OnnxModel output(String name, int type, long... dims) {
    graph.message(12, value(name, type, dims));
    return this;
  }

  private static Message value(String name, int type, long... dims) {
    Message shape = new Message();
    for (long d : dims) {
      shape.message(1, new Message().number(1, d));
    }
    Message tensor = new Message().number(1, type).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  OnnxModel constant(String name, float[] values, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, FLOAT, raw.array(), dims);
  }

  OnnxModel constant(String name, int[] values, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asIntBuffer().put(values);
    return constant(name, INT32, raw.array(), dims);
  }

  OnnxModel constant(String name, int type, byte[] raw, long... dims) {
    Message tensor = new Message();
    for (long d : dims) {
      tensor.number(1, d);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return this;
  }

  /** A node with one output; an input without a name is left out. */
  OnnxModel node(
      String domain, String operator, List<String> inputs, String output, Attribute... attributes) {
    Message node = new Message();
    inputs.forEach(i -> node.text(1, i));
    node.text(2, output).text(4, operator);
    for (Attribute a : attributes) {
      node.message(5, a.message());
    }
    graph.message(1, domain.isEmpty() ? node : node.text(7, domain));
    return this;
  }

  byte[] toBytes() {
    return new Message()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, OPSET))
        .message(8, new Message().text(1, MICROSOFT).number(2, 1))
        .out
        .toByteArray();
  }

  /**
   * An attribute of integers.
   *
   * @param name its name
   * @param list whether it is a list
   * @param values its value or values
   */
  record Attribute(String name, boolean list, long... values) {
    static Attribute of(String name, long value) {
      return new Attribute(name, false, value);
    }

    static Attribute list(String name, long... values) {
      return new Attribute(name, true, values);
    }

    private Message message() {
      Message m = new Message().text(1, name);
      for (long v : values) {
        m.number(list ? 8 : 3, v);
      }
      return m.number(20, list ? INTS : INT);
    }
  }
}
