package dev.octet.quantization.golden;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Inputs and another program's answers to them: gzip of a text that says who made it, then cases,
 * each a map of named values (int, float, bytes, floats, text). Big-endian, as {@link
 * DataOutputStream} writes.
 *
 * @param maker the program and the versions of what it asked
 * @param cases the cases
 */
public record GoldenFile(String maker, List<Map<String, Object>> cases) {
  /**
   * Reads.
   *
   * @param resource a name beside this class
   * @return the file
   */
  public static GoldenFile read(String resource) throws IOException {
    try (InputStream raw = GoldenFile.class.getResourceAsStream(resource);
        DataInputStream in = new DataInputStream(new GZIPInputStream(raw))) {
      String maker = in.readUTF();
      List<Map<String, Object>> cases = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        Map<String, Object> values = new LinkedHashMap<>();
        int entries = in.readInt();
        for (int e = 0; e < entries; e++) {
          values.put(in.readUTF(), value(in));
        }
        cases.add(values);
      }
      return new GoldenFile(maker, cases);
    }
  }

  private static Object value(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case 'i' -> in.readInt();
      case 'f' -> in.readFloat();
      case 's' -> in.readUTF();
      case 'b' -> in.readNBytes(in.readInt());
      case 'F' -> {
        float[] floats = new float[in.readInt()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = in.readFloat();
        }
        yield floats;
      }
      default -> throw new IOException("unknown kind " + kind);
    };
  }

  /**
   * Writes.
   *
   * @param to where
   */
  public void write(OutputStream to) throws IOException {
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(to))) {
      out.writeUTF(maker);
      out.writeInt(cases.size());
      for (Map<String, Object> values : cases) {
        out.writeInt(values.size());
        for (Map.Entry<String, Object> entry : values.entrySet()) {
          out.writeUTF(entry.getKey());
          put(out, entry.getValue());
        }
      }
    }
  }

  private static void put(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case Integer i -> {
        out.writeByte('i');
        out.writeInt(i);
      }
      case Float f -> {
        out.writeByte('f');
        out.writeFloat(f);
      }
      case String s -> {
        out.writeByte('s');
        out.writeUTF(s);
      }
      case byte[] bytes -> {
        out.writeByte('b');
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      case float[] floats -> {
        out.writeByte('F');
        out.writeInt(floats.length);
        for (float f : floats) {
          out.writeFloat(f);
        }
      }
      default -> throw new IllegalArgumentException("cannot write " + value.getClass());
    }
  }
}
