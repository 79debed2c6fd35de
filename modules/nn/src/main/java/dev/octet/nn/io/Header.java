package dev.octet.nn.io;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands before the data of a safetensors file: for each tensor its type, its sizes, and where
 * its bytes lie.
 *
 * @param metadata strings by name
 * @param entries tensors in the order of their data, which they share out without a gap
 */
record Header(Map<String, String> metadata, List<Entry> entries) {
  /** As the reference reader has it: safetensors/src/tensor.rs, {@code MAX_HEADER_SIZE}. */
  static final int MAX_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";

  /** What a Java array can hold on every JVM. */
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  /** A tensor's place in the data. */
  record Entry(String name, ElementType type, Shape shape, long begin, long end)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(begin, other.begin);
      return order != 0 ? order : Long.compare(end, other.end);
    }
  }

  /** Bytes of all data. */
  long dataBytes() {
    return entries.isEmpty() ? 0 : entries.getLast().end();
  }

  /** Lays tensors out: wide elements first, so that all are aligned. */
  static Header of(Map<String, String> metadata, Map<String, Tensor> tensors) {
    List<Map.Entry<String, Tensor>> order = new ArrayList<>(tensors.entrySet());
    order.sort(Comparator.comparingInt(e -> -e.getValue().dtype().bytes()));
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> e : order) {
      ElementType type = ElementType.of(e.getValue().dtype());
      long end = at + (long) e.getValue().shape().size() * type.bytes();
      entries.add(new Entry(e.getKey(), type, e.getValue().shape(), at, end));
      at = end;
    }
    return new Header(metadata, entries);
  }

  /** The JSON, with spaces after it so that data starts at a multiple of 8. */
  byte[] toBytes() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      json.put(METADATA, metadata);
    }
    for (Entry e : entries) {
      Map<String, Object> info = new LinkedHashMap<>();
      info.put("dtype", e.type().name());
      info.put("shape", intList(e.shape()));
      info.put("data_offsets", List.of(e.begin(), e.end()));
      if (e.name().equals(METADATA)) {
        throw new IllegalArgumentException("no tensor can be named '" + METADATA + "'");
      }
      json.put(e.name(), info);
    }
    String text = Json.write(json);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int padding = -bytes.length & 7;
    byte[] padded =
        padding == 0 ? bytes : (text + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    if (padded.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the header has " + padded.length + " bytes, safetensors allows " + MAX_BYTES);
    }
    return padded;
  }

  private static List<Long> intList(Shape shape) {
    List<Long> dims = new ArrayList<>();
    for (int d : shape.dims()) {
      dims.add((long) d);
    }
    return dims;
  }

  static Header read(byte[] json) {
    if (json.length == 0 || json[0] != '{') {
      throw new Broken("the header does not start with '{'; this is not a safetensors file");
    }
    Map<?, ?> all = (Map<?, ?>) Json.read(json);
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<?, ?> e : all.entrySet()) {
      String name = (String) e.getKey();
      if (name.equals(METADATA)) {
        Fields strings = new Fields(e.getValue(), METADATA);
        for (Object key : ((Map<?, ?>) e.getValue()).keySet()) {
          metadata.put((String) key, strings.string((String) key));
        }
      } else {
        entries.add(entry(name, e.getValue()));
      }
    }
    Collections.sort(entries);
    checkSharedOut(entries);
    return new Header(metadata, List.copyOf(entries));
  }

  private static Entry entry(String name, Object info) {
    String place = "tensor '" + name + "'";
    Fields fields = new Fields(info, place);
    String typeName = fields.string("dtype");
    List<Long> dims = fields.integers("shape");
    List<Long> offsets = fields.integers("data_offsets");
    fields.end();
    if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
      throw new Broken(place + ": expected data offsets [begin, end], got " + offsets);
    }
    ElementType type;
    Shape shape;
    try {
      type = ElementType.named(typeName);
      shape = shape(dims);
    } catch (Broken | IllegalArgumentException e) {
      throw new Broken(place + ": " + e.getMessage(), e);
    }
    long needed = (long) shape.size() * type.bytes();
    long held = offsets.get(1) - offsets.get(0);
    if (held != needed) {
      throw new Broken(
          place
              + ": data offsets "
              + offsets
              + " hold "
              + held
              + " bytes, "
              + type
              + " "
              + shape
              + " needs "
              + needed);
    }
    return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private static Shape shape(List<Long> dims) {
    for (long d : dims) {
      if (d < 0 || d > MAX_ELEMENTS) {
        throw new Broken("shape " + dims + " has a size outside 0 to " + MAX_ELEMENTS);
      }
    }
    int[] sizes = new int[dims.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = dims.get(i).intValue();
    }
    Shape shape = Shape.of(sizes);
    if (shape.size() > MAX_ELEMENTS) {
      throw new Broken("shape " + dims + " has more than " + MAX_ELEMENTS + " elements");
    }
    return shape;
  }

  private static void checkSharedOut(List<Entry> entries) {
    long at = 0;
    for (Entry e : entries) {
      if (e.begin() != at) {
        throw new Broken(
            "tensor '"
                + e.name()
                + "': its data starts at "
                + e.begin()
                + ", the one before ends at "
                + at
                + (e.begin() < at ? ": they overlap" : ": there is a gap"));
      }
      at = e.end();
    }
  }
}
