package dev.octet.formats.onnx;

/** Writes ONNX models for the tests; field numbers from onnx.proto. */
final class OnnxFile {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int BOOL = 9;
  static final int FLOAT16 = 10;
  static final int BFLOAT16 = 16;

  private final Proto graph = new Proto();
  private final Proto model = new Proto().varint(1, 7);

  static OnnxFile opset(int version) {
    OnnxFile f = new OnnxFile();
    f.model.message(8, new Proto().string(1, "").varint(2, version));
    return f;
  }

  /** A free dim is -1, a named one cannot be told from it. */
  OnnxFile input(String name, int type, long... dims) {
    graph.message(11, value(name, type, dims));
    return this;
  }

  OnnxFile rawInput(Proto value) {
    graph.message(11, value);
    return this;
  }

  OnnxFile output(String name) {
    graph.message(12, value(name, FLOAT));
    return this;
  }

  private static Proto value(String name, int type, long... dims) {
    Proto shape = new Proto();
    for (long d : dims) {
      shape.message(1, d < 0 ? new Proto().string(2, "batch") : new Proto().varint(1, d));
    }
    Proto tensor = new Proto().varint(1, type).message(2, shape);
    return new Proto().string(1, name).message(2, new Proto().message(1, tensor));
  }

  OnnxFile initializer(Proto tensor) {
    graph.message(5, tensor);
    return this;
  }

  OnnxFile node(Proto node) {
    graph.message(1, node);
    return this;
  }

  OnnxFile node(String operator, String inputs, String output, Proto... attributes) {
    Proto node = new Proto();
    for (String i : inputs.isEmpty() ? new String[0] : inputs.split(",", -1)) {
      node.string(1, i);
    }
    node.string(2, output).string(3, output + "_node").string(4, operator);
    for (Proto a : attributes) {
      node.message(5, a);
    }
    graph.message(1, node);
    return this;
  }

  byte[] toBytes() {
    return model.message(7, graph).toBytes();
  }

  static Proto tensor(String name, int type, long... dims) {
    return new Proto().packedVarints(1, dims).varint(2, type).string(8, name);
  }

  static Proto floats(String name, float[] values, long... dims) {
    Proto raw = new Proto();
    for (float v : values) {
      raw.rawFloat(v);
    }
    return tensor(name, FLOAT, dims).message(9, raw);
  }

  static Proto longs(String name, long[] values, long... dims) {
    return tensor(name, INT64, dims).packedVarints(7, values);
  }

  static Proto attribute(String name, long value) {
    return new Proto().string(1, name).varint(3, value).varint(20, 2);
  }

  static Proto attribute(String name, float value) {
    return new Proto().string(1, name).fixed32(2, value).varint(20, 1);
  }

  static Proto attribute(String name, long[] values) {
    return new Proto().string(1, name).packedVarints(8, values).varint(20, 7);
  }

  static Proto attribute(String name, String value) {
    return new Proto().string(1, name).string(4, value).varint(20, 3);
  }

  static Proto attribute(String name, Proto tensor) {
    return new Proto().string(1, name).message(5, tensor).varint(20, 4);
  }
}
