package dev.octet.formats.torch;

import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.ModelFormatException;
import dev.octet.nn.io.Broken;
import dev.octet.nn.io.Container;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;

/** Reads a checkpoint of any format. */
public final class CheckpointReader {
  private static final int TAR_NAME = 257;

  private final Source source;

  private CheckpointReader(Source source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @param path the file
   * @return what it holds
   * @throws IOException if reading fails
   * @throws ModelFormatException if it is no checkpoint, or has what is not supported
   */
  public static TorchCheckpoint read(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      return read(Source.of(file), Container.nameOf(path));
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param in the stream
   * @return what it holds
   * @throws IOException if reading fails
   * @throws ModelFormatException as above
   */
  public static TorchCheckpoint read(InputStream in) throws IOException {
    return read(Source.of(in), "stream");
  }

  private static TorchCheckpoint read(Source source, String name) throws IOException {
    try {
      return new CheckpointReader(source).read();
    } catch (Broken e) {
      throw new ModelFormatException(name, e.getMessage(), e);
    }
  }

  private TorchCheckpoint read() throws IOException {
    if (startsWith(0, "PK\3\4")) {
      return zip();
    }
    if (startsWith(TAR_NAME, "ustar")) {
      throw new Broken(
          "this is the tar format of PyTorch 0.1, which is not supported; load it in"
              + " PyTorch and save it again");
    }
    if (!startsWith(0, "\u0080") && !startsWith(0, "L")) {
      throw new Broken("this is neither a zip file nor a pickle, so torch.save did not write it");
    }
    OldFile file = new OldFile(source);
    return checkpoint(StateDict.of(file.root(), file.pickleBytes()), file);
  }

  private TorchCheckpoint zip() throws IOException {
    ZipFile file = new ZipFile(source);
    byte[] pickle = file.pickle();
    try {
      PickleInput in = new PickleInput(Source.of(pickle));
      Object root = new Unpickler(in, new HashMap<>()).load();
      if (in.left() > 0) {
        throw new Broken("there is more after the pickle's " + in.position() + " bytes");
      }
      return checkpoint(StateDict.of(root, pickle.length), file);
    } catch (Broken e) {
      throw new Broken(file.pickleName() + ": " + e.getMessage(), e);
    }
  }

  private static TorchCheckpoint checkpoint(StateDict dict, Storages storages) throws IOException {
    return new TorchCheckpoint(
        TensorMaker.make(dict.tensors(), storages), dict.values(), dict.versions());
  }

  private boolean startsWith(int at, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (source.length() < at + bytes.length) {
      return false;
    }
    return Arrays.equals(source.bytes(at, bytes.length), bytes);
  }
}
