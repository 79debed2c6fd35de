package dev.octet.formats.torch;

import dev.octet.formats.torch.Global.Function;
import dev.octet.nn.io.Broken;
import dev.octet.tensor.QParams;
import java.util.ArrayList;
import java.util.List;

/** Does what the functions do that a pickle may call (torch/_utils.py). */
final class Rebuild {
  private Rebuild() {}

  static Object call(Function function, Tuple args) {
    try {
      return switch (function) {
        case ORDERED_DICT -> orderedDict(args);
        case SET, FROZENSET -> args.size() == 0 ? new ArrayList<>() : list(args, 0);
        case SIZE -> tuple(args, 0);
        case DEVICE -> device(args);
        case REBUILD_TENSOR, REBUILD_TENSOR_V2 -> tensor(args);
        case REBUILD_PARAMETER -> parameter(args);
        case REBUILD_QTENSOR -> quantized(args);
      };
    } catch (Broken e) {
      throw new Broken(function + ": " + e.getMessage(), e);
    }
  }

  /** Empty, or of pairs, as Python 2 wrote it. */
  private static Dict orderedDict(Tuple args) {
    Dict dict = new Dict();
    if (args.size() > 0) {
      for (Object pair : list(args, 0)) {
        List<?> two =
            pair instanceof Tuple t ? t.items() : pair instanceof List<?> l ? l : List.of();
        if (two.size() != 2) {
          throw new Broken("expected pairs, got " + Unpickler.kind(pair));
        }
        dict.put(two.get(0), two.get(1));
      }
    }
    return dict;
  }

  private static String device(Tuple args) {
    String type = text(args, 0);
    return args.size() == 1 ? type : type + ":" + integer(args, 1);
  }

  /** Arguments: storage, offset, sizes, strides, and in version 2 what training needs. */
  private static TensorRef tensor(Tuple args) {
    StorageRef storage = storage(args);
    if (storage.type().isQuantized()) {
      throw new Broken(storage.type().global() + " without scale and zero point");
    }
    if (args.size() > 6 && args.get(6) instanceof Dict bits && !bits.items().isEmpty()) {
      throw new Broken("tensors with " + bits.items().keySet() + " bits are not supported");
    }
    return new TensorRef(storage, integer(args, 1), sizes(args, 2), sizes(args, 3), null);
  }

  private static Object parameter(Tuple args) {
    if (args.size() > 0 && args.get(0) instanceof TensorRef t) {
      return t;
    }
    throw wrong(args, 0, "a tensor");
  }

  /** Arguments: storage, offset, sizes, strides, quantizer, and what training needs. */
  private static TensorRef quantized(Tuple args) {
    StorageRef storage = storage(args);
    if (!storage.type().isQuantized()) {
      throw new Broken("expected a storage of quantized integers, got " + storage.type().global());
    }
    Quantizer quantizer = quantizer(tuple(args, 4));
    return new TensorRef(storage, integer(args, 1), sizes(args, 2), sizes(args, 3), quantizer);
  }

  private static Quantizer quantizer(Tuple args) {
    Object scheme = args.size() == 0 ? null : args.get(0);
    if (Global.PER_TENSOR.equals(scheme)) {
      float scale = (float) number(args, 1);
      return new Quantizer.Known(qparams(new float[] {scale}, new long[] {integer(args, 2)}, -1));
    }
    if (!Global.PER_CHANNEL.equals(scheme)) {
      throw new Broken(
          "the scheme "
              + scheme
              + " is not supported, expected per_tensor_affine or"
              + " per_channel_affine");
    }
    long axis = integer(args, 3);
    if (axis < 0 || axis > Integer.MAX_VALUE) {
      throw new Broken("the channels' axis is " + axis);
    }
    if (args.get(1) instanceof TensorRef scales && args.get(2) instanceof TensorRef zeroPoints) {
      return new Quantizer.PerChannel(scales, zeroPoints, (int) axis);
    }
    return new Quantizer.Known(listed(list(args, 1), list(args, 2), (int) axis));
  }

  /** Scales and zero points in lists, which PyTorch reads too. */
  private static QParams listed(List<Object> scales, List<Object> zeroPoints, int axis) {
    Tuple s = new Tuple(scales);
    Tuple z = new Tuple(zeroPoints);
    float[] floats = new float[s.size()];
    long[] longs = new long[z.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) number(s, i);
    }
    for (int i = 0; i < longs.length; i++) {
      longs[i] = integer(z, i);
    }
    return qparams(floats, longs, axis);
  }

  static QParams qparams(float[] scales, long[] zeroPoints, int axis) {
    int[] zeros = new int[zeroPoints.length];
    for (int i = 0; i < zeros.length; i++) {
      if (zeroPoints[i] != (int) zeroPoints[i]) {
        throw new Broken("zero point " + zeroPoints[i] + " of channel " + i + " has over 32 bits");
      }
      zeros[i] = (int) zeroPoints[i];
    }
    try {
      return new QParams(scales, zeros, axis);
    } catch (IllegalArgumentException e) {
      throw new Broken(e.getMessage(), e);
    }
  }

  private static StorageRef storage(Tuple args) {
    if (args.size() > 3 && args.get(0) instanceof StorageRef s) {
      return s;
    }
    throw wrong(args, 0, "a storage, an offset, sizes and strides");
  }

  private static long[] sizes(Tuple args, int i) {
    Tuple sizes = tuple(args, i);
    long[] longs = new long[sizes.size()];
    for (int k = 0; k < longs.length; k++) {
      longs[k] = integer(sizes, k);
    }
    return longs;
  }

  private static Tuple tuple(Tuple args, int i) {
    if (i < args.size() && args.get(i) instanceof Tuple t) {
      return t;
    }
    throw wrong(args, i, "a tuple");
  }

  @SuppressWarnings("unchecked") // lists of a pickle are lists of objects
  private static List<Object> list(Tuple args, int i) {
    if (i < args.size() && args.get(i) instanceof List<?> l) {
      return (List<Object>) l;
    }
    throw wrong(args, i, "a list");
  }

  static long integer(Tuple args, int i) {
    if (i < args.size() && args.get(i) instanceof Long l) {
      return l;
    }
    throw wrong(args, i, "an integer");
  }

  private static double number(Tuple args, int i) {
    if (i < args.size() && args.get(i) instanceof Double d) {
      return d;
    }
    throw wrong(args, i, "a float");
  }

  static String text(Tuple args, int i) {
    if (i < args.size() && args.get(i) instanceof String s) {
      return s;
    }
    throw wrong(args, i, "a string");
  }

  private static Broken wrong(Tuple args, int i, String expected) {
    String got = i < args.size() ? Unpickler.kind(args.get(i)) : "nothing";
    return new Broken(
        "argument " + i + " of " + args.size() + " is " + got + ", expected " + expected);
  }
}
