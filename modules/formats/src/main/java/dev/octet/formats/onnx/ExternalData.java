package dev.octet.formats.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tensor bytes kept in files beside the model (ONNX, docs/ExternalData.md). Only files in the
 * model's own directory or below are read: absolute locations, {@code ..}, and links that lead out
 * are refused. (Of a model that is itself a link, the link's target counts too: download caches
 * keep models so.)
 */
final class ExternalData {
  private final Path model;

  /**
   * @param model the model's file, or null when it came from a stream
   */
  ExternalData(Path model) {
    this.model = model;
  }

  /**
   * Reads the bytes of a tensor.
   *
   * @param entries the tensor's {@code external_data}
   * @param need how many bytes its type and dims ask for
   */
  byte[] read(Map<String, String> entries, long need) throws IOException {
    String location = entries.get("location");
    if (location == null || location.isEmpty()) {
      throw new WireException("external data has no location");
    }
    if (model == null) {
      throw new WireException(
          "tensor data is in the file '"
              + location
              + "' beside the model; read the model from its Path");
    }
    Path file = inside(location);
    long size = Files.size(file);
    long offset = number(entries, "offset", 0);
    long length = number(entries, "length", need);
    if (length != need) {
      throw new WireException(
          "external data '" + location + "' has length " + length + ", type and dims need " + need);
    }
    if (offset > size || length > size - offset || length > Integer.MAX_VALUE - 16) {
      throw new WireException(
          "external data '%s' is %d bytes long, offset %d and length %d reach beyond"
              .formatted(location, size, offset, length));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    try (FileChannel channel = FileChannel.open(file)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new WireException(
              "external data '" + location + "' was cut short while being read");
        }
      }
    }
    return bytes.array();
  }

  private Path inside(String location) throws IOException {
    Path directory = model.toAbsolutePath().getParent();
    Path file;
    try {
      file = directory.resolve(location).normalize();
    } catch (InvalidPathException e) {
      throw new WireException("external data location '" + location + "' is no path");
    }
    boolean plain = !location.startsWith("/") && !location.startsWith("\\");
    if (!plain || file.getFileSystem().getPath(location).isAbsolute() || climbs(location)) {
      throw new WireException(
          "external data location '" + location + "' leads out of the model's directory");
    }
    if (!Files.isRegularFile(file)) {
      throw new WireException("external data file '" + location + "' is not there");
    }
    Path real = file.toRealPath();
    if (!real.startsWith(directory.toRealPath())
        && !real.startsWith(model.toRealPath().getParent())) {
      throw new WireException(
          "external data location '" + location + "' is a link out of the model's directory");
    }
    return file;
  }

  private static boolean climbs(String location) {
    for (String part : location.split("[/\\\\]", -1)) {
      if (part.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static long number(Map<String, String> entries, String key, long absent) {
    String text = entries.get(key);
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with negative numbers.
    }
    throw new WireException(
        "external data has " + key + " '" + text + "', expected a number from 0");
  }
}
