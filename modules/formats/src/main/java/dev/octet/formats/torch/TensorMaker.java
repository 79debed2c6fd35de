package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives tensors their elements. Each storage is read once; tensors whose elements lie in order
 * share its array, others have a copy, and the storage is forgotten with the last of its tensors.
 */
final class TensorMaker {
  /** Copies may take this many times what the storages read so far do, and a little more. */
  private static final int COPIES = 4;

  private static final long COPIES_AT_LEAST = 1 << 24;

  private final Storages storages;
  private final Map<StorageRef, Object> arrays = new HashMap<>();
  private final Map<StorageRef, Integer> uses = new HashMap<>();
  private final Map<TensorRef, Tensor> made = new IdentityHashMap<>();
  private long room = COPIES_AT_LEAST;

  private TensorMaker(Storages storages, Collection<TensorRef> refs) {
    this.storages = storages;
    refs.forEach(this::count);
  }

  static Map<String, Tensor> make(Map<String, TensorRef> refs, Storages storages)
      throws IOException {
    TensorMaker maker = new TensorMaker(storages, refs.values());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, TensorRef> e : refs.entrySet()) {
      try {
        tensors.put(e.getKey(), maker.tensor(e.getValue()));
      } catch (Broken | IllegalArgumentException b) {
        throw new Broken("tensor '" + e.getKey() + "': " + b.getMessage(), b);
      }
    }
    return tensors;
  }

  private void count(TensorRef ref) {
    uses.merge(ref.storage(), 1, Integer::sum);
    if (ref.quantizer() instanceof Quantizer.PerChannel p) {
      uses.merge(p.scales().storage(), 1, Integer::sum);
      uses.merge(p.zeroPoints().storage(), 1, Integer::sum);
    }
  }

  private Tensor tensor(TensorRef ref) throws IOException {
    Tensor tensor = made.get(ref);
    if (tensor == null) {
      tensor = view(ref, qparams(ref.quantizer()));
      made.put(ref, tensor);
    }
    return tensor;
  }

  private QParams qparams(Quantizer quantizer) throws IOException {
    return switch (quantizer) {
      case null -> null;
      case Quantizer.Known known -> known.qparams();
      case Quantizer.PerChannel p -> {
        Tensor scales = view(p.scales(), null);
        Tensor zeroPoints = view(p.zeroPoints(), null);
        if (!(scales instanceof FloatTensor s) || !(zeroPoints instanceof LongTensor z)) {
          throw new Broken(
              "scales are "
                  + scales.dtype()
                  + " and zero points "
                  + zeroPoints.dtype()
                  + ", expected floats and integers (float zero points, as those of quantized"
                  + " embeddings, are not supported)");
        }
        yield Rebuild.qparams(s.toArray(), z.toArray(), p.axis());
      }
    };
  }

  private Tensor view(TensorRef ref, QParams qparams) throws IOException {
    StorageRef storage = ref.storage();
    Object array = arrays.get(storage);
    if (array == null) {
      array = storages.read(storage);
      arrays.put(storage, array);
      room += COPIES * storage.count() * storage.type().bytesRead();
    }
    if (uses.merge(storage, -1, Integer::sum) == 0) {
      arrays.remove(storage);
    }
    Shape shape = ref.shape();
    if (ref.isContiguous() && (ref.offset() == 0 || storage.type().takesOffset())) {
      return storage.type().tensor(array, ref.offset(), shape, qparams);
    }
    room -= (long) shape.size() * storage.type().bytesRead();
    if (room < 0) {
      throw new Broken(
          "shape "
              + shape
              + " unfolds a storage of "
              + storage.count()
              + " elements without measure");
    }
    Object dense = Array.newInstance(array.getClass().getComponentType(), shape.size());
    ref.gather(array, dense);
    return storage.type().tensor(dense, 0, shape, qparams);
  }
}
