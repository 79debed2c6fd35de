package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import dev.octet.nn.io.ElementReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The format of {@code torch.save} before PyTorch 1.6, and of {@code
 * _use_new_zipfile_serialization=False}: pickles of a magic number, of a protocol version, of facts
 * about the machine, of what was saved, and of the storages' keys; then each storage, the number of
 * its elements in 8 bytes and the elements, little-endian on every machine.
 */
final class OldFile implements Storages {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final Source source;
  private final Map<StorageRef, Long> places = new HashMap<>();
  private final Object root;
  private final long pickleBytes;

  OldFile(Source source) throws IOException {
    this.source = source;
    PickleInput in = new PickleInput(source);
    expect(MAGIC, in, "the magic number of torch.save");
    expect(PROTOCOL, in, "the protocol version");
    load(in, new HashMap<>());
    long start = in.position();
    Map<String, StorageRef> storages = new HashMap<>();
    this.root = load(in, storages);
    this.pickleBytes = in.position() - start;
    place(in, storages);
  }

  private static Object load(PickleInput in, Map<String, StorageRef> storages) throws IOException {
    return new Unpickler(in, storages).load();
  }

  private static void expect(Object value, PickleInput in, String what) throws IOException {
    Object got = load(in, new HashMap<>());
    if (!value.equals(got)) {
      throw new Broken("got " + Unpickler.kind(got) + ", expected " + value + ", " + what);
    }
  }

  private void place(PickleInput in, Map<String, StorageRef> storages) throws IOException {
    if (!(load(in, new HashMap<>()) instanceof List<?> keys)) {
      throw new Broken("byte " + in.position() + ": expected a list of the storages' keys");
    }
    for (Object key : keys) {
      StorageRef s = storages.get(String.valueOf(key));
      if (s == null || places.containsKey(s)) {
        throw new Broken(
            "storage "
                + Unpickler.kind(key)
                + (s == null ? " belongs to no tensor" : " comes twice"));
      }
      long count = in.i8();
      if (count != s.count() || s.bytes() > in.left()) {
        throw new Broken(
            "byte %d: storage '%s' has %d elements in %d bytes, the pickle says %d elements"
                .formatted(in.position(), s.key(), count, in.left(), s.count()));
      }
      places.put(s, in.position());
      in.skip(s.bytes());
    }
    if (in.left() > 0) {
      throw new Broken("byte " + in.position() + ": there is more after the storages");
    }
  }

  Object root() {
    return root;
  }

  /** The length of the pickle of what was saved. */
  long pickleBytes() {
    return pickleBytes;
  }

  @Override
  public Object read(StorageRef storage) throws IOException {
    Long at = places.get(storage);
    if (at == null) {
      throw new Broken("the file has no storage '" + storage.key() + "'");
    }
    ElementReader in =
        new ElementReader(source.open(at, storage.bytes()), true, ByteOrder.LITTLE_ENDIAN);
    return storage.type().read(in, (int) storage.count());
  }
}
