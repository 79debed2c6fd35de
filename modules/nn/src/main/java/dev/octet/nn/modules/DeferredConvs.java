package dev.octet.nn.modules;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Deferred.Sizes;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Convolutions and pooling with ONNX's settings: auto_pad, output_shape. */
final class DeferredConvs {
  private DeferredConvs() {}

  /** How ONNX pads an axis. */
  private record Padding(int before, int after) {
    /** Half on either side; the odd one behind, or in front. */
    static Padding split(int total, boolean oddBehind) {
      int less = total / 2;
      return oddBehind ? new Padding(less, total - less) : new Padding(total - less, less);
    }

    /** So that there are as many results as strides fit; null where that depends on the size. */
    static Padding same(ModuleState settings, int size, int span, int stride) {
      boolean upper = autoPad(settings).equals("SAME_UPPER");
      if (stride == 1) {
        return split(span, upper);
      }
      if (size < 0) {
        return null;
      }
      int results = Math.ceilDiv(size, stride);
      return split(Math.max(0, (results - 1) * stride + span + 1 - size), upper);
    }
  }

  private static String autoPad(ModuleState settings) {
    return settings.settings().containsKey("auto_pad") ? settings.stringOf("auto_pad") : "NOTSET";
  }

  private static boolean isSame(ModuleState settings) {
    return switch (autoPad(settings)) {
      case "SAME_UPPER", "SAME_LOWER" -> true;
      case "NOTSET", "VALID" -> false;
      default -> throw new IllegalArgumentException("auto_pad is " + autoPad(settings));
    };
  }

  /** A number for each axis; absent ones are all the same. */
  private static int[] each(ModuleState settings, String name, int count, int absent) {
    int[] values = new int[count];
    Arrays.fill(values, absent);
    if (settings.settings().containsKey(name)) {
      values = settings.intsOf(name);
    }
    if (values.length != count) {
      throw new IllegalArgumentException(
          name + " has " + values.length + " numbers, expected " + count);
    }
    return values;
  }

  private static Padding explicit(ModuleState settings, int axis, int spatial) {
    if (autoPad(settings).equals("VALID")) {
      return new Padding(0, 0);
    }
    int[] pads = each(settings, "pads", 2 * spatial, 0);
    return new Padding(pads[axis], pads[axis + spatial]);
  }

  private static int spatial(FloatTensor weight) {
    int spatial = weight.shape().rank() - 2;
    if (spatial < 1 || spatial > 3) {
      throw new IllegalArgumentException(
          "weight has shape " + weight.shape() + ", expected 1 to 3 spatial dimensions");
    }
    return spatial;
  }

  static Module plain(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    FloatTensor w = DeferredLayers.floats(given, 1);
    int spatial = spatial(w);
    int[] strides = each(settings, "strides", spatial, 1);
    int[] dilations = each(settings, "dilations", spatial, 1);
    List<Axis> axes = new ArrayList<>();
    for (int a = 0; a < spatial; a++) {
      int kernel = kernel(settings, w, a);
      int span = dilations[a] * (kernel - 1);
      Padding padding =
          isSame(settings)
              ? Padding.same(settings, sizes.spatial(a), span, strides[a])
              : explicit(settings, a, spatial);
      if (padding == null) {
        return null;
      }
      axes.add(new Axis(kernel, strides[a], padding.before, padding.after, dilations[a], 0));
    }
    int groups = groups(settings);
    int in = Math.multiplyExact(w.shape().dim(1), groups);
    ConvFilter filter = ConvWeights.filter(in, w.shape().dim(0), groups, false, axes);
    return new Conv(spatial, filter, w, bias(given));
  }

  private static int kernel(ModuleState settings, FloatTensor w, int axis) {
    int kernel = w.shape().dim(axis + 2);
    if (settings.settings().containsKey("kernel_shape")) {
      int[] told = settings.intsOf("kernel_shape");
      if (told.length != w.shape().rank() - 2 || told[axis] != kernel) {
        throw new IllegalArgumentException(
            "kernel_shape is " + Arrays.toString(told) + ", weight has shape " + w.shape());
      }
    }
    return kernel;
  }

  private static int groups(ModuleState settings) {
    return settings.settings().containsKey("group") ? settings.intOf("group") : 1;
  }

  private static FloatTensor bias(Map<Integer, Tensor> given) {
    return given.containsKey(2) ? DeferredLayers.floats(given, 2) : null;
  }

  static Module transposed(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    FloatTensor w = DeferredLayers.floats(given, 1);
    int spatial = spatial(w);
    int[] strides = each(settings, "strides", spatial, 1);
    int[] dilations = each(settings, "dilations", spatial, 1);
    int[] more = each(settings, "output_padding", spatial, 0);
    boolean shaped = settings.settings().containsKey("output_shape");
    int[] wanted = shaped ? each(settings, "output_shape", spatial, 0) : null;
    boolean upper = autoPad(settings).equals("SAME_UPPER");
    List<Axis> axes = new ArrayList<>();
    for (int a = 0; a < spatial; a++) {
      int kernel = kernel(settings, w, a);
      int full = dilations[a] * (kernel - 1) + 1 + more[a];
      Padding padding = explicit(settings, a, spatial);
      if (shaped || isSame(settings)) {
        int size = sizes.spatial(a);
        if (shaped && size < 0) {
          return null;
        }
        int total = shaped ? strides[a] * (size - 1) + full - wanted[a] : full - strides[a];
        more[a] += Math.max(0, -total);
        padding = Padding.split(Math.max(0, total), upper);
      }
      axes.add(new Axis(kernel, strides[a], padding.before, padding.after, dilations[a], more[a]));
    }
    int groups = groups(settings);
    int out = Math.multiplyExact(w.shape().dim(1), groups);
    ConvFilter filter = ConvWeights.filter(w.shape().dim(0), out, groups, true, axes);
    return new Conv(spatial, filter, w, bias(given));
  }

  static Module pool(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    int[] kernel = settings.intsOf("kernel_shape");
    int spatial = kernel.length;
    int[] strides = each(settings, "strides", spatial, 1);
    int[] dilations = each(settings, "dilations", spatial, 1);
    boolean ceil = settings.booleanOf("ceil");
    boolean count = settings.booleanOf("count_padding");
    List<Sliding> axes = new ArrayList<>();
    for (int a = 0; a < spatial; a++) {
      Padding padding =
          isSame(settings)
              ? Padding.same(settings, sizes.spatial(a), dilations[a] * (kernel[a] - 1), strides[a])
              : explicit(settings, a, spatial);
      if (padding == null) {
        return null;
      }
      axes.add(
          new Sliding(
              kernel[a], strides[a], padding.before, padding.after, dilations[a], ceil, count));
    }
    return settings.booleanOf("max") ? new MaxPool(axes) : new AvgPool(axes, 0);
  }

  static Module globalPool(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    if (!sizes.ranked()) {
      return null;
    }
    int spatial = Math.max(0, sizes.dims().size() - 2);
    return new AdaptivePool(settings.booleanOf("max"), Collections.nCopies(spatial, 1));
  }
}
