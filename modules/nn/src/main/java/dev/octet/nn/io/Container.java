package dev.octet.nn.io;

import dev.octet.nn.ModelFormatException;
import dev.octet.tensor.QParams;
import dev.octet.tensor.Tensor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A safetensors file: tensors and strings by name (https://github.com/huggingface/safetensors,
 * README, "Format"). It starts with the length of a JSON header in eight bytes, little-endian; then
 * come the header and the tensors' elements, row-major and little-endian.
 *
 * <p>F32, F16 and BF16 are read as float tensors, I64 as integers, BOOL as truth values; I8, U8 and
 * I32 as quantized tensors whose integers stand for themselves ({@link #ITSELF}). Of a quantized
 * tensor the integers are written and the parameters are not.
 *
 * @param metadata strings by name
 * @param tensors tensors by name
 */
public record Container(Map<String, String> metadata, Map<String, Tensor> tensors) {
  /** The parameters of integers that stand for themselves. */
  public static final QParams ITSELF = QParams.perTensor(1f, 0);

  /** Copies, keeping the order. */
  public Container {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads a file. Sizes and offsets are checked against its length before any tensor is allocated.
   *
   * @param path the file
   * @return what it holds
   * @throws IOException if reading fails
   * @throws ModelFormatException if it is no safetensors file, or has an element type that is not
   *     listed above
   */
  public static Container read(Path path) throws IOException {
    long size = Files.size(path);
    try (InputStream in = open(path)) {
      return read(in, size, nameOf(path));
    }
  }

  /** A stream of a file moves its bytes once less than one of a channel. */
  private static InputStream open(Path path) throws IOException {
    return path.getFileSystem() == FileSystems.getDefault()
        ? new FileInputStream(path.toFile())
        : Files.newInputStream(path);
  }

  /**
   * Reads a stream to its end, and leaves it open. Memory grows with what the stream gives,
   * whatever its header promises.
   *
   * @param in the stream
   * @return what it holds
   * @throws IOException if reading fails
   * @throws ModelFormatException as above
   */
  public static Container read(InputStream in) throws IOException {
    return read(in, ContainerReader.UNKNOWN, "stream");
  }

  private static Container read(InputStream in, long length, String name) throws IOException {
    try {
      return new ContainerReader(in, length).read();
    } catch (Broken e) {
      throw new ModelFormatException(name, e.getMessage(), e);
    }
  }

  /**
   * How errors call a file.
   *
   * @param path the file
   * @return its name without directories
   */
  public static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @param out the stream
   * @throws IOException if writing fails
   */
  public void write(OutputStream out) throws IOException {
    new ContainerWriter(out).write(this);
  }

  /**
   * Writes a file. Until all of it is written, an older file of that name stays as it was.
   *
   * @param path the file
   * @throws IOException if writing fails
   */
  public void write(Path path) throws IOException {
    Path target = path.toAbsolutePath();
    Path part = target.resolveSibling("." + nameOf(target) + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel file =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        write(Channels.newOutputStream(file));
        file.force(true);
      }
      move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
