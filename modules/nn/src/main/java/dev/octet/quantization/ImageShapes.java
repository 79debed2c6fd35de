package dev.octet.quantization;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Input;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.AvgPool;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.MaxPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of images' sizes before there is an image. A size is a number, or an expression of
 * an input's size; two values whose expressions are the same have the same size, whatever the
 * input's. What is not known is null.
 */
final class ImageShapes {
  private final Map<String, List<String>> shapes = new HashMap<>();

  ImageShapes(Graph graph) {
    for (Input i : graph.inputs()) {
      List<String> dims = new ArrayList<>();
      for (int d = 0; d < i.dims().size(); d++) {
        int size = i.dims().get(d);
        dims.add(size == Graph.ANY ? i.name() + "." + d : String.valueOf(size));
      }
      shapes.put(i.name(), dims);
    }
    for (Node n : graph.nodes()) {
      if (n.outputs().size() == 1) {
        shapes.put(n.output(), result(n));
      }
    }
  }

  /** The sizes of a value, or null. */
  List<String> of(String value) {
    return shapes.get(value);
  }

  private List<String> result(Node n) {
    List<String> x = n.inputs().isEmpty() ? null : shapes.get(n.inputs().getFirst());
    return switch (n.module()) {
      case Constant c -> Arrays.stream(c.value().shape().dims()).mapToObj(String::valueOf).toList();
      case Activation a -> x;
      case Clamp c -> x;
      case BatchNorm b -> x;
      case Conv c -> x == null || x.size() != c.spatial() + 2 ? null : conv(c, x);
      case MaxPool p -> x == null ? null : pool(p.axes(), x);
      case AvgPool p -> x == null ? null : pool(p.axes(), x);
      case Arithmetic a -> x != null && x.equals(shapes.get(n.inputs().get(1))) ? x : null;
      default -> null;
    };
  }

  private static List<String> conv(Conv conv, List<String> x) {
    ConvFilter filter = conv.filter();
    List<String> dims = new ArrayList<>(List.of(x.get(0), String.valueOf(filter.outChannels())));
    List<Axis> axes = ConvWeights.axes(filter, conv.spatial());
    for (int i = 0; i < axes.size(); i++) {
      Axis a = axes.get(i);
      int span = a.dilation() * (a.kernel() - 1) + 1;
      int padding = a.paddingBefore() + a.paddingAfter();
      dims.add(
          filter.transposed()
              ? times(x.get(i + 2), a.stride(), span - padding + a.outputPadding() - a.stride())
              : steps(x.get(i + 2), padding - span, a.stride()));
    }
    return dims;
  }

  private static List<String> pool(List<Sliding> axes, List<String> x) {
    if (x.size() != axes.size() + 2) {
      return null;
    }
    List<String> dims = new ArrayList<>(x.subList(0, 2));
    for (int i = 0; i < axes.size(); i++) {
      Sliding s = axes.get(i);
      int span = s.dilation() * (s.kernel() - 1) + 1;
      // Rounding up depends on where the padding is, so that only equal windows give equal sizes.
      dims.add(
          s.ceil()
              ? "(" + x.get(i + 2) + " in " + s + ")"
              : steps(x.get(i + 2), s.before() + s.after() - span, s.stride()));
    }
    return dims;
  }

  /** {@code floor((size + change) / stride) + 1}. */
  private static String steps(String size, int change, int stride) {
    if (stride == 1) {
      return plus(size, change + 1);
    }
    if (isNumber(size)) {
      return String.valueOf(Math.floorDiv(Integer.parseInt(size) + change, stride) + 1);
    }
    return "(" + plus(size, change) + "/" + stride + "+1)";
  }

  private static String times(String size, int stride, int change) {
    return isNumber(size)
        ? String.valueOf(Integer.parseInt(size) * stride + change)
        : plus(stride == 1 ? size : "(" + size + "*" + stride + ")", change);
  }

  private static String plus(String size, int change) {
    if (isNumber(size)) {
      return String.valueOf(Integer.parseInt(size) + change);
    }
    return change == 0 ? size : "(" + size + (change < 0 ? "" : "+") + change + ")";
  }

  private static boolean isNumber(String size) {
    return size.chars().allMatch(Character::isDigit) && !size.isEmpty();
  }
}
