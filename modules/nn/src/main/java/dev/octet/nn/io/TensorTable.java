package dev.octet.nn.io;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a graph on their way into a file: each under a name of its own, and once however
 * many nodes share it.
 */
final class TensorTable {
  /** The layout of quantized tensors that is named in the file; the other one is not. */
  static final String CHANNELS_LAST = "channels_last";

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<Key, List<Stored>> stored = new HashMap<>();

  /** What two equal looks at one array have in common, to find the few tensors worth comparing. */
  private record Key(DType dtype, Shape shape, int offset) {}

  private record Stored(Tensor tensor, Object reference) {}

  Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * Adds a tensor.
   *
   * @param name what to call it if that is free
   * @param tensor the tensor
   * @return what the graph's JSON says of it: a name, or for a quantized tensor an object
   */
  Object add(String name, Tensor tensor) {
    Key key = new Key(tensor.dtype(), tensor.shape(), tensor.offset());
    List<Stored> alike = stored.computeIfAbsent(key, k -> new ArrayList<>());
    for (Stored s : alike) {
      if (same(s.tensor, tensor)) {
        return s.reference;
      }
    }
    Object reference = tensor instanceof QTensor q ? quantized(name, q) : put(name, tensor);
    alike.add(new Stored(tensor, reference));
    return reference;
  }

  private static boolean same(Tensor a, Tensor b) {
    return a.sharesStorageWith(b)
        && a.layout() == b.layout()
        && (!(a instanceof QTensor q) || q.qparams().equals(((QTensor) b).qparams()));
  }

  private Object quantized(String name, QTensor q) {
    Map<String, Object> reference = new LinkedHashMap<>();
    boolean last = q.layout() == Layout.CHANNELS_LAST && q.dtype() != DType.QINT32;
    String data = put(name, last ? asItLies(q) : q);
    reference.put("data", data);
    if (last) {
      reference.put("layout", CHANNELS_LAST);
    }
    QParams p = q.qparams();
    if (!p.isPerChannel()) {
      reference.put("scale", (double) p.scale(0));
      reference.put("zeroPoint", (long) p.zeroPoint(0));
      return reference;
    }
    reference.put("axis", (long) p.axis());
    reference.put("scales", put(data + ".scales", FloatTensor.wrap(p.scales(), p.count())));
    if (Arrays.stream(p.zeroPoints()).anyMatch(z -> z != 0)) {
      reference.put("zeroPoints", put(data + ".zero_points", integers(p.zeroPoints(), q.dtype())));
    }
    return reference;
  }

  /** The integers of a tensor whose channels come last, under the sizes in which they lie. */
  private static QTensor asItLies(QTensor q) {
    int[] dims = q.shape().dims();
    int channels = dims[1];
    System.arraycopy(dims, 2, dims, 1, dims.length - 2);
    dims[dims.length - 1] = channels;
    return QTensor.wrap(
        q.array(), q.offset(), Shape.of(dims), Layout.CONTIGUOUS, q.dtype(), Container.ITSELF);
  }

  /** Zero points lie in the range of their tensor's type, so they fit it. */
  private static QTensor integers(int[] values, DType dtype) {
    if (dtype == DType.QINT32) {
      return QTensor.wrap(values, Shape.of(values.length), Container.ITSELF);
    }
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return QTensor.wrap(bytes, Shape.of(bytes.length), dtype, Container.ITSELF);
  }

  private String put(String wanted, Tensor tensor) {
    String name = wanted;
    for (int i = 2; tensors.containsKey(name); i++) {
      name = wanted + "_" + i;
    }
    tensors.put(name, tensor);
    return name;
  }
}
