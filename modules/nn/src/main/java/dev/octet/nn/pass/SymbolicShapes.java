package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Attention;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Cast;
import dev.octet.nn.modules.ChannelShuffle;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Deferred;
import dev.octet.nn.modules.Elu;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.Gemm;
import dev.octet.nn.modules.GroupNorm;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.HardSwish;
import dev.octet.nn.modules.InstanceNorm;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.LeakyRelu;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.PRelu;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Silu;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Softmax;
import dev.octet.nn.modules.Softplus;
import dev.octet.nn.modules.Split;
import dev.octet.nn.modules.Squeeze;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be said about the shapes of a graph's values before it runs, and about the elements of
 * small integer tensors: exporters compute the sizes for a reshape from the sizes of its input, and
 * only these elements show that such a reshape merely splits a dimension. Nothing is claimed of
 * what is not understood; a graph that cannot run may have any claims.
 */
final class SymbolicShapes {
  private static final int MOST_ELEMENTS = 16;

  /** More dimensions than any model has; a file could ask for any number. */
  private static final int MOST_DIMS = 64;

  private final Map<String, List<Dim>> dims = new HashMap<>();
  private final Map<String, List<Dim>> elements = new HashMap<>();
  private final Map<String, Tensor> constants = new HashMap<>();

  SymbolicShapes(Graph graph) {
    for (Graph.Input input : graph.inputs()) {
      List<Dim> d = new ArrayList<>();
      for (int i = 0; i < input.dims().size(); i++) {
        int size = input.dims().get(i);
        d.add(size == Graph.ANY ? Dim.of(input.name(), i) : Dim.of(size));
      }
      dims.put(input.name(), d);
    }
    for (Node node : graph.nodes()) {
      if (node.module() instanceof Constant c) {
        constants.put(node.output(), c.value());
      }
      if (node.module() instanceof Split s) {
        parts(s, node);
      }
      if (node.outputs().size() == 1) {
        List<Dim> d = infer(node);
        if (d != null && d.size() <= MOST_DIMS) {
          dims.put(node.output(), d);
        }
        List<Dim> e = inferElements(node);
        if (e != null && e.size() <= MOST_ELEMENTS) {
          elements.put(node.output(), e);
        }
      }
    }
  }

  /** The sizes of a value; null where not even its rank is known. */
  List<Dim> dims(String value) {
    return dims.get(value);
  }

  /** The integers of a value of at most one dimension; null where they are not known. */
  List<Dim> elements(String value) {
    return elements.get(value);
  }

  /** Integers that are all constant; null where they are not known. */
  private long[] constants(String value) {
    List<Dim> e = elements.get(value);
    if (e == null || !e.stream().allMatch(Dim::isConstant)) {
      return null;
    }
    return e.stream().mapToLong(Dim::constant).toArray();
  }

  private List<Dim> infer(Node node) {
    List<Dim> x = node.inputs().isEmpty() ? null : dims.get(node.inputs().getFirst());
    String name = node.output();
    return switch (node.module()) {
      case Constant c -> {
        List<Dim> d = new ArrayList<>();
        for (int size : c.value().shape().dims()) {
          d.add(Dim.of(size));
        }
        yield d;
      }
      case Activation a -> x;
      case Softmax s -> x;
      case LayerNorm l -> x;
      case Cast c -> x;
      case Attention a -> x;
      case Clamp c -> x;
      case HardSigmoid h -> x;
      case HardSwish h -> x;
      case LeakyRelu l -> x;
      case PRelu p -> x;
      case Elu e -> x;
      case Silu s -> x;
      case Softplus s -> x;
      case BatchNorm b -> x;
      case InstanceNorm i -> x;
      case GroupNorm g -> x;
      case ChannelShuffle c -> x;
      case Deferred d -> deferred(d, node, x);
      case Squeeze s -> squeeze(node, x);
      case Linear l ->
          x == null || x.isEmpty() ? null : ShapeRules.last(x, Dim.of(l.weight().shape().dim(0)));
      case Embedding e -> x == null ? null : ShapeRules.with(x, Dim.of(e.weight().shape().dim(1)));
      case Arithmetic a -> ShapeRules.broadcast(name, x, dims.get(node.inputs().get(1)));
      case MatMul m -> ShapeRules.matmul(name, x, dims.get(node.inputs().get(1)));
      case Gemm g -> ShapeRules.gemm(g, x, dims.get(node.inputs().get(1)));
      case ShapeOf s -> x == null ? null : List.of(Dim.of(s.to(x.size()) - s.from(x.size())));
      case Gather g -> ShapeRules.gather(g, x, dims.get(node.inputs().get(1)));
      case Unsqueeze u -> ShapeRules.unsqueeze(x, constants(node.inputs().get(1)));
      case Concat c -> concat(c, node);
      case Reshape r -> ShapeRules.reshape(r, name, x, sizes(name, node.inputs().get(1)));
      case Transpose t -> ShapeRules.transpose(t, x);
      case Slice s -> slice(s, node, x);
      case ReduceMean m -> mean(m, node, x);
      default -> new SymbolicImages(name).infer(node.module(), x);
    };
  }

  private List<Dim> deferred(Deferred d, Node node, List<Dim> x) {
    List<Tensor> rest = new ArrayList<>();
    for (String in : node.inputs().subList(1, node.inputs().size())) {
      rest.add(constants.get(in));
    }
    Module layer = rest.contains(null) ? null : BindDeferred.layer(node, d, rest, x);
    return layer == null
        ? null
        : infer(new Node(node.name(), layer, node.inputs().subList(0, 1), node.outputs()));
  }

  private List<Dim> squeeze(Node node, List<Dim> x) {
    long[] axes = node.inputs().size() < 2 ? null : constants(node.inputs().get(1));
    if (x == null || (axes == null && node.inputs().size() > 1)) {
      return null;
    }
    boolean[] gone = new boolean[x.size()];
    for (int i = 0; axes == null && i < gone.length; i++) {
      if (!x.get(i).isConstant()) {
        return null;
      }
      gone[i] = x.get(i).is(1);
    }
    for (int i = 0; axes != null && i < axes.length; i++) {
      int axis = ShapeRules.axis(axes[i], x.size());
      if (axis < 0) {
        return null;
      }
      gone[axis] = true;
    }
    List<Dim> d = new ArrayList<>();
    for (int i = 0; i < gone.length; i++) {
      if (!gone[i]) {
        d.add(x.get(i));
      }
    }
    return d;
  }

  private void parts(Split s, Node node) {
    List<Dim> x = dims.get(node.inputs().getFirst());
    int axis = x == null ? -1 : ShapeRules.axis(s.axis(), x.size());
    for (int i = 0; axis >= 0 && i < node.outputs().size(); i++) {
      List<Dim> d = new ArrayList<>(x);
      boolean told = i < s.sizes().size();
      d.set(axis, told ? Dim.of(s.sizes().get(i)) : Dim.of(node.outputs().get(i), axis));
      dims.put(node.outputs().get(i), d);
    }
  }

  private List<Dim> concat(Concat c, Node node) {
    List<Dim> first = dims.get(node.inputs().getFirst());
    int axis = first == null ? -1 : ShapeRules.axis(c.axis(), first.size());
    if (axis < 0) {
      return null;
    }
    long sum = 0;
    for (String in : node.inputs()) {
      List<Dim> d = dims.get(in);
      boolean known = d != null && d.size() == first.size() && d.get(axis).isConstant();
      sum = known && sum >= 0 ? sum + d.get(axis).constant() : -1;
    }
    List<Dim> d = new ArrayList<>(first);
    d.set(axis, sum < 0 ? Dim.of(node.output(), axis) : Dim.of(sum));
    return d;
  }

  /** The elements of a list of sizes, or as many unknown ones. */
  private List<Dim> sizes(String name, String list) {
    List<Dim> known = elements.get(list);
    List<Dim> length = dims.get(list);
    if (known != null || length == null || length.size() != 1 || !length.getFirst().isConstant()) {
      return known;
    }
    List<Dim> open = new ArrayList<>();
    for (int i = 0; i < Math.min(length.getFirst().constant(), MOST_DIMS + 1); i++) {
      open.add(Dim.of(name, i));
    }
    return open;
  }

  private List<Dim> slice(Slice s, Node node, List<Dim> x) {
    long[] starts = constants(node.inputs().get(1));
    long[] ends = constants(node.inputs().get(2));
    long[] axes = s.hasAxes() ? constants(node.inputs().get(3)) : null;
    long[] steps = s.hasSteps() ? constants(node.inputs().getLast()) : null;
    List<Dim> at = elements.get(node.inputs().get(1));
    if (x == null || at == null || (s.hasAxes() && axes == null)) {
      return null;
    }
    List<Dim> d = new ArrayList<>(x);
    for (int i = 0; i < at.size(); i++) {
      int axis = axes == null ? i : i < axes.length ? ShapeRules.axis(axes[i], x.size()) : -1;
      if (axis < 0 || axis >= x.size()) {
        return null;
      }
      boolean known =
          starts != null
              && ends != null
              && i < ends.length
              && x.get(axis).isConstant()
              && (!s.hasSteps() || (steps != null && i < steps.length && steps[i] == 1));
      d.set(
          axis,
          known
              ? Dim.of(ShapeRules.length(starts[i], ends[i], x.get(axis).constant()))
              : Dim.of(node.output(), axis));
    }
    return d;
  }

  private List<Dim> mean(ReduceMean m, Node node, List<Dim> x) {
    long[] axes = node.inputs().size() < 2 ? new long[0] : constants(node.inputs().get(1));
    if (x == null || axes == null) {
      return null;
    }
    boolean[] reduced = new boolean[x.size()];
    for (long a : axes) {
      int axis = ShapeRules.axis(a, x.size());
      if (axis < 0) {
        return null;
      }
      reduced[axis] = true;
    }
    List<Dim> d = new ArrayList<>();
    for (int i = 0; i < reduced.length; i++) {
      boolean goes = reduced[i] || (axes.length == 0 && !m.emptyIsNone());
      if (!goes) {
        d.add(x.get(i));
      } else if (m.keepDims()) {
        d.add(Dim.of(1));
      }
    }
    return d;
  }

  private List<Dim> inferElements(Node node) {
    List<Dim> rank = dims.get(node.output());
    if (rank == null || rank.size() > 1) {
      return null;
    }
    List<Dim> x = node.inputs().isEmpty() ? null : elements.get(node.inputs().getFirst());
    return switch (node.module()) {
      case Constant c -> constantElements(c.value());
      case ShapeOf s -> {
        List<Dim> of = dims.get(node.inputs().getFirst());
        yield of == null ? null : of.subList(s.from(of.size()), s.to(of.size()));
      }
      case Cast c -> keeps(c.to(), x) ? x : null;
      case Unsqueeze u -> x;
      case Squeeze s -> x;
      case Reshape r -> x;
      case Concat c -> {
        List<Dim> all = new ArrayList<>();
        for (String in : node.inputs()) {
          List<Dim> part = elements.get(in);
          if (part == null) {
            yield null;
          }
          all.addAll(part);
        }
        yield all;
      }
      case Gather g -> pick(x, constants(node.inputs().get(1)));
      case Slice s -> part(s, node, x);
      default -> null;
    };
  }

  /** Whether integers stay what they are; sizes are ints. */
  private static boolean keeps(Cast.To to, List<Dim> x) {
    boolean ints =
        to == Cast.To.INT32
            && x != null
            && x.stream().allMatch(d -> !d.isConstant() || d.constant() == (int) d.constant());
    return to == Cast.To.INT64 || ints;
  }

  private static List<Dim> constantElements(Tensor value) {
    if (!(value instanceof LongTensor l) || l.shape().size() > MOST_ELEMENTS) {
      return null;
    }
    List<Dim> e = new ArrayList<>();
    for (long v : l.toArray()) {
      e.add(Dim.of(v));
    }
    return e;
  }

  private static List<Dim> pick(List<Dim> x, long[] indices) {
    if (x == null || indices == null) {
      return null;
    }
    List<Dim> e = new ArrayList<>();
    for (long i : indices) {
      int at = ShapeRules.axis(i, x.size());
      if (at < 0) {
        return null;
      }
      e.add(x.get(at));
    }
    return e;
  }

  private List<Dim> part(Slice s, Node node, List<Dim> x) {
    long[] starts = constants(node.inputs().get(1));
    long[] ends = constants(node.inputs().get(2));
    long[] steps = s.hasSteps() ? constants(node.inputs().getLast()) : new long[] {1};
    boolean one =
        x != null
            && starts != null
            && ends != null
            && steps != null
            && starts.length == 1
            && ends.length == 1
            && steps.length == 1
            && steps[0] == 1;
    if (!one) {
      return null;
    }
    int from = Math.clamp(starts[0] < 0 ? starts[0] + x.size() : starts[0], 0, x.size());
    return x.subList(from, from + (int) ShapeRules.length(starts[0], ends[0], x.size()));
  }
}
