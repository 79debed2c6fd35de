package dev.octet.formats;

import dev.octet.formats.torch.CheckpointReader;
import dev.octet.nn.ModelFormatException;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a checkpoint of PyTorch's {@code torch.save} holds, by dotted name and in the file's order:
 * {@code torch.save(model.state_dict(), file)}, and training checkpoints, in which the state dict
 * stands under a key beside the optimizer's. Parts of dicts are joined with dots and items of lists
 * and tuples are numbered, so that {@code {"model": {"fc.weight": …}, "epoch": 3}} gives a tensor
 * {@code model.fc.weight} and a value {@code epoch}; {@link #sub} takes a part out. Something saved
 * by itself has the empty name. {@code None} is left out.
 *
 * <p><b>Formats.</b> The zip format (PyTorch 1.6 and later; entries stored or deflated, zip64, both
 * byte orders), and the one before ({@code _use_new_zipfile_serialization=False}). The tar format
 * of PyTorch 0.1, whole modules ({@code torch.save(model)}) and TorchScript are refused. Source:
 * torch/serialization.py and torch/_utils.py.
 *
 * <p><b>Tensors.</b> float32 stays, and float64, float16 and bfloat16 become float32 (float64 is
 * rounded). int64 stays, int32 and int16 become int64, bool stays. Plain uint8 and int8 become
 * {@code QUINT8} and {@code QINT8} whose integers stand for themselves (scale 1, zero point 0).
 * Transposed, expanded and otherwise strided tensors are read in row-major order. Tensors that lie
 * in order in one storage share its array, as they did in PyTorch; {@code QTensor}s do from its
 * first element on. Complex, float8 and sparse tensors, and those on the meta device, are refused.
 *
 * <p><b>Quantized tensors.</b> qint8, quint8 and qint32, per tensor and per channel, become {@code
 * QTensor}s; scales are rounded to float32. A quantized convolution of {@code
 * torch.ao.nn.quantized} is a {@code L.weight} (per channel, {@code QINT8}), a float {@code L.bias}
 * where it has one, and {@code L.scale} and {@code L.zero_point} of its output, without dimensions.
 * A quantized linear layer, whose weight and bias PyTorch keeps in a tuple {@code
 * L._packed_params._packed_params}, is given the same four names; {@code L._packed_params.dtype}
 * stays among the values. {@code QuantStub} has {@code scale} and {@code zero_point} with one
 * element. Zero points that are floats, as in quantized embeddings, are refused.
 *
 * <p><b>Safety.</b> A checkpoint is a pickle, which in Python is a program that may call anything.
 * Here it can build dicts, lists, tuples, sets, numbers, strings, truth values, {@code None},
 * sizes, devices, dtypes, parameters and tensors; whatever else it names is an error that says so,
 * and there is nothing that could execute it. Sizes, strides and offsets are checked against the
 * storage, and storages against the file, before anything is allocated; checksums of zip entries
 * are verified. Memory is in proportion to the file, and near its own size for an honest one (a
 * stream is kept whole beside the tensors, a file is not).
 *
 * @param tensors tensors by name
 * @param values what stands beside them: {@code String}, {@code Long} ({@code BigInteger} beyond 64
 *     bits), {@code Double} or {@code Boolean}; dtypes, quantization schemes and devices by their
 *     names ({@code "torch.qint8"}, {@code "cpu"})
 * @param versions the versions of modules' entries by the module's name ({@code Module._version};
 *     the state dict's {@code _metadata})
 */
public record TorchCheckpoint(
    Map<String, Tensor> tensors, Map<String, Object> values, Map<String, Long> versions) {

  /** Copies, keeping the order. */
  public TorchCheckpoint {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }

  /**
   * Reads a file.
   *
   * @param path the file
   * @return what it holds
   * @throws IOException if reading fails
   * @throws ModelFormatException if it is no checkpoint, is broken, asks for what a checkpoint has
   *     no need of, or has what is not supported; the message says what and where
   */
  public static TorchCheckpoint read(Path path) throws IOException {
    return CheckpointReader.read(path);
  }

  /**
   * Reads a stream to its end, and leaves it open.
   *
   * @param in the stream
   * @return what it holds
   * @throws IOException if reading fails
   * @throws ModelFormatException as above
   */
  public static TorchCheckpoint read(InputStream in) throws IOException {
    return CheckpointReader.read(in);
  }

  /**
   * The entries below a name, without it (and one of just that name, with the empty one): {@code
   * sub("state_dict")} of a training checkpoint, {@code sub("module")} of one that {@code
   * DataParallel} wrote.
   *
   * @param name what the entries' names start with, up to a dot
   * @return those entries
   * @throws IllegalArgumentException if there are none
   */
  public TorchCheckpoint sub(String name) {
    TorchCheckpoint part =
        new TorchCheckpoint(below(name, tensors), below(name, values), below(name, versions));
    if (part.tensors.isEmpty() && part.values.isEmpty()) {
      throw new IllegalArgumentException(
          "the checkpoint has nothing below '" + name + "', it has " + firstParts());
    }
    return part;
  }

  private static <V> Map<String, V> below(String name, Map<String, V> entries) {
    Map<String, V> part = new LinkedHashMap<>();
    entries.forEach(
        (full, value) -> {
          if (full.startsWith(name + ".")) {
            part.put(full.substring(name.length() + 1), value);
          } else if (full.equals(name)) {
            part.put("", value);
          }
        });
    return part;
  }

  private List<String> firstParts() {
    Set<String> parts = new LinkedHashSet<>();
    for (Map<String, ?> entries : List.of(tensors, values)) {
      entries.keySet().forEach(name -> parts.add(name.split("\\.", 2)[0]));
    }
    return new ArrayList<>(parts).subList(0, Math.min(10, parts.size()));
  }
}
