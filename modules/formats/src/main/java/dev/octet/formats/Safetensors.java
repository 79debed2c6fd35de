package dev.octet.formats;

import dev.octet.nn.ModelFormatException;
import dev.octet.nn.io.Container;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors by name in a safetensors file (https://github.com/huggingface/safetensors), as PyTorch
 * models are published. A graph is more than its tensors; {@link dev.octet.nn.Graph#save(Path)}
 * writes one.
 *
 * <p>F32, F16 and BF16 become float tensors and I64 and BOOL theirs; I8, U8 and I32 become
 * quantized tensors whose integers stand for themselves (scale 1, zero point 0). Files with other
 * element types are refused.
 *
 * @param metadata strings by name
 * @param tensors tensors by name
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
  /**
   * Copies, keeping the order, and checks.
   *
   * @throws IllegalArgumentException if a quantized tensor's integers do not stand for themselves:
   *     the format has no place for scales
   */
  public Safetensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    tensors.forEach(Safetensors::check);
  }

  private static void check(String name, Tensor tensor) {
    if (tensor instanceof QTensor q && !q.qparams().equals(Container.ITSELF)) {
      throw new IllegalArgumentException(
          "tensor '"
              + name
              + "' is "
              + q.dtype()
              + " with "
              + q.qparams()
              + "; safetensors keeps integers and no scales, expected "
              + Container.ITSELF);
    }
  }

  /**
   * Tensors without metadata.
   *
   * @param tensors tensors by name
   * @return what a file of them holds
   */
  public static Safetensors of(Map<String, ? extends Tensor> tensors) {
    return new Safetensors(Map.of(), Collections.unmodifiableMap(tensors));
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
  public static Safetensors read(Path path) throws IOException {
    return of(Container.read(path));
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
  public static Safetensors read(InputStream in) throws IOException {
    return of(Container.read(in));
  }

  private static Safetensors of(Container container) {
    return new Safetensors(container.metadata(), container.tensors());
  }

  /**
   * The float tensors.
   *
   * @return tensors by name, in order
   */
  public Map<String, FloatTensor> floats() {
    Map<String, FloatTensor> floats = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor instanceof FloatTensor f) {
            floats.put(name, f);
          }
        });
    return floats;
  }

  /**
   * Writes a file. Until all of it is written, an older file of that name stays as it was.
   *
   * @param path the file
   * @throws IOException if writing fails
   */
  public void write(Path path) throws IOException {
    new Container(metadata, tensors).write(path);
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @param out the stream
   * @throws IOException if writing fails
   */
  public void write(OutputStream out) throws IOException {
    new Container(metadata, tensors).write(out);
  }
}
