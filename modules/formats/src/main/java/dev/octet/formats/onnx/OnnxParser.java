package dev.octet.formats.onnx;

import dev.octet.formats.OnnxFormatException;
import dev.octet.formats.onnx.OnnxAttribute.FloatValue;
import dev.octet.formats.onnx.OnnxAttribute.Floats;
import dev.octet.formats.onnx.OnnxAttribute.IntValue;
import dev.octet.formats.onnx.OnnxAttribute.Ints;
import dev.octet.formats.onnx.OnnxAttribute.Other;
import dev.octet.formats.onnx.OnnxAttribute.StringValue;
import dev.octet.formats.onnx.OnnxAttribute.Strings;
import dev.octet.formats.onnx.OnnxAttribute.TensorValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@code ModelProto} as it streams by; each tensor's bytes become its elements as soon as
 * the tensor is complete, so that the file is never in memory as a whole. Messages within messages
 * are followed to a fixed depth: graphs within attributes are passed over.
 */
public final class OnnxParser {
  /**
   * The most messages and strings in a model. A message of two bytes becomes an object of a
   * hundred; models have some ten thousand.
   */
  private static final int MAX_ENTRIES = 1 << 20;

  private final String file;
  private final WireReader in;
  private final ExternalData external;
  private final Deque<String> place = new ArrayDeque<>();
  private int entries;

  private long irVersion;
  private final Map<String, Long> opsets = new HashMap<>();
  private boolean graphSeen;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
  private final List<OnnxValue> inputs = new ArrayList<>();
  private final List<OnnxValue> outputs = new ArrayList<>();

  private OnnxParser(String file, WireReader in, ExternalData external) {
    this.file = file;
    this.in = in;
    this.external = external;
  }

  /**
   * Reads a file.
   *
   * @param path the model; its external data lies beside it
   * @return what it holds
   * @throws IOException if reading fails
   * @throws OnnxFormatException if it is no ONNX model
   */
  public static OnnxModel parse(Path path) throws IOException {
    String file = String.valueOf(path.getFileName());
    try (InputStream in = Files.newInputStream(path)) {
      WireReader wire = new WireReader(in, Files.size(path));
      return new OnnxParser(file, wire, new ExternalData(path)).model();
    }
  }

  /**
   * Reads a stream to its end; does not close it.
   *
   * @param in the model's bytes
   * @return what it holds
   * @throws IOException if reading fails
   * @throws OnnxFormatException if it is no ONNX model, or its tensors lie in other files
   */
  public static OnnxModel parse(InputStream in) throws IOException {
    WireReader wire = new WireReader(in, -1);
    return new OnnxParser("ONNX stream", wire, new ExternalData(null)).model();
  }

  /**
   * Reads a {@code TensorProto} that stands alone in a file.
   *
   * @param path the file
   * @return the tensor
   * @throws IOException if reading fails
   * @throws OnnxFormatException if it is no tensor
   */
  static OnnxTensor parseTensor(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new TensorParser(new WireReader(in, Files.size(path)), new ExternalData(path)).parse();
    } catch (WireException e) {
      throw new OnnxFormatException(String.valueOf(path.getFileName()), "", e);
    }
  }

  private OnnxModel model() throws IOException {
    try {
      fields();
    } catch (WireException e) {
      throw new OnnxFormatException(file, String.join(".", place), e);
    }
    if (!graphSeen) {
      throw new OnnxFormatException(file, "", "no graph; this is not an ONNX model");
    }
    inputs.removeIf(v -> initializers.containsKey(v.name()));
    return new OnnxModel(file, irVersion, opsets, nodes, initializers, inputs, outputs);
  }

  private void fields() throws IOException {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> irVersion = in.varint();
        case 7 -> {
          if (graphSeen) {
            throw new WireException("the model has a second graph");
          }
          graphSeen = true;
          long outer = enter("graph");
          graph();
          leave(outer);
        }
        case 8 -> opset(opsets.size());
        default -> in.skip();
      }
    }
  }

  private void opset(int index) throws IOException {
    long outer = enter("opset_import[" + index + "]");
    String domain = "";
    long version = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = string();
        case 2 -> version = in.varint();
        default -> in.skip();
      }
    }
    // Both spellings of ONNX's own domain are in use.
    opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    leave(outer);
  }

  private void graph() throws IOException {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> {
          long outer = enter("node[" + nodes.size() + "]");
          nodes.add(node());
          leave(outer);
        }
        case 5 -> {
          long outer = enter("initializer[" + initializers.size() + "]");
          OnnxTensor t = new TensorParser(in, external).parse();
          if (t.name().isEmpty() || initializers.put(t.name(), t) != null) {
            throw new WireException("two initializers, or none, are named '" + t.name() + "'");
          }
          leave(outer);
        }
        case 11 -> value("input", inputs);
        case 12 -> value("output", outputs);
        case 15 -> throw new WireException("sparse initializers are not supported");
        default -> in.skip();
      }
    }
  }

  private OnnxNode node() throws IOException {
    String name = "";
    String operator = "";
    String domain = "";
    List<String> from = new ArrayList<>(2);
    List<String> to = new ArrayList<>(1);
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(4);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> from.add(string());
        case 2 -> to.add(string());
        case 3 -> name = string();
        case 4 -> operator = string();
        case 5 -> {
          long outer = enter("attribute[" + attributes.size() + "]");
          attribute(attributes);
          leave(outer);
        }
        case 7 -> domain = string();
        default -> in.skip();
      }
    }
    String owner = domain.equals("ai.onnx") ? "" : domain;
    return new OnnxNode(nodes.size(), name, operator, owner, from, to, attributes);
  }

  private void attribute(Map<String, OnnxAttribute> into) throws IOException {
    String name = "";
    long type = 0;
    OnnxAttribute found = null;
    FloatList floats = new FloatList();
    LongList ints = new LongList();
    List<String> strings = new ArrayList<>(0);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = string();
        case 2 -> found = new FloatValue(in.fixedFloat());
        case 3 -> found = new IntValue(in.varint());
        case 4 -> found = new StringValue(string());
        case 5 -> {
          long outer = enter("t");
          found = new TensorValue(new TensorParser(in, external).parse());
          leave(outer);
        }
        case 7 -> in.floats(floats);
        case 8 -> in.varints(ints);
        case 9 -> strings.add(string());
        case 20 -> type = in.varint();
        default -> in.skip();
      }
    }
    // The type tells apart what the wire does not show: empty lists, and zeros left out.
    OnnxAttribute value =
        switch ((int) Math.max(-1, Math.min(type, 99))) {
          case 1 -> found instanceof FloatValue v ? v : new FloatValue(0);
          case 2 -> found instanceof IntValue v ? v : new IntValue(0);
          case 3 -> found instanceof StringValue v ? v : new StringValue("");
          case 4 -> found instanceof TensorValue v ? v : new Other("a tensor left out");
          case 6 -> new Floats(floats.toArray());
          case 7 -> new Ints(ints.toArray());
          case 8 -> new Strings(strings);
          case 0 -> found != null ? found : new Other("no type");
          default -> new Other("type " + type);
        };
    if (name.isEmpty() || into.put(name, value) != null) {
      throw new WireException("two attributes, or none, are named '" + name + "'");
    }
  }

  private void value(String list, List<OnnxValue> into) throws IOException {
    long outer = enter(list + "[" + into.size() + "]");
    String name = "";
    OnnxValue found = new OnnxValue("", null, null);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = string();
        case 2 -> {
          long inner = enter("type");
          found = type();
          leave(inner);
        }
        default -> in.skip();
      }
    }
    if (name.isEmpty()) {
      throw new WireException("it has no name");
    }
    into.add(new OnnxValue(name, found.type(), found.dims()));
    leave(outer);
  }

  /** A {@code TypeProto}: tensors only; a sequence, map or optional stays without a type. */
  private OnnxValue type() throws IOException {
    OnnxType type = null;
    int[] dims = null;
    while (in.next()) {
      if (in.field() != 1) {
        in.skip();
        continue;
      }
      long outer = enter("tensor_type");
      while (in.next()) {
        switch (in.field()) {
          case 1 -> type = OnnxType.of(in.varint());
          case 2 -> dims = shape();
          default -> in.skip();
        }
      }
      leave(outer);
    }
    return new OnnxValue("", type, dims);
  }

  private int[] shape() throws IOException {
    LongList dims = new LongList();
    long outer = enter("shape");
    while (in.next()) {
      if (in.field() != 1) {
        in.skip();
        continue;
      }
      long inner = enter("dim[" + dims.size() + "]");
      long size = OnnxValue.FREE;
      while (in.next()) {
        if (in.field() == 1) {
          size = in.varint();
        } else {
          in.skip();
        }
      }
      if (size > Integer.MAX_VALUE) {
        throw new WireException("dim_value is " + size + ", expected less than 2^31");
      }
      dims.add(Math.max(size, OnnxValue.FREE));
      leave(inner);
    }
    leave(outer);
    int[] sizes = new int[dims.size()];
    long[] d = dims.toArray();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (int) d[i];
    }
    return sizes;
  }

  private long enter(String part) throws IOException {
    place.addLast(part);
    count();
    return in.enter();
  }

  private void leave(long outer) {
    in.leave(outer);
    place.removeLast();
  }

  private String string() throws IOException {
    count();
    return in.string();
  }

  private void count() {
    if (++entries > MAX_ENTRIES) {
      throw new WireException("the model has more than " + MAX_ENTRIES + " messages and names");
    }
  }
}
