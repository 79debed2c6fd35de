package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Attention;
import dev.octet.nn.modules.Cast;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.Gemm;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Softmax;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
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
      case Linear l -> x == null || x.isEmpty() ? null : last(x, Dim.of(l.weight().shape().dim(0)));
      case Embedding e -> x == null ? null : with(x, Dim.of(e.weight().shape().dim(1)));
      case Arithmetic a -> broadcast(name, x, dims.get(node.inputs().get(1)));
      case MatMul m -> matmul(name, x, dims.get(node.inputs().get(1)));
      case Gemm g -> gemm(g, x, dims.get(node.inputs().get(1)));
      case ShapeOf s -> x == null ? null : List.of(Dim.of(s.to(x.size()) - s.from(x.size())));
      case Gather g -> gather(g, x, dims.get(node.inputs().get(1)));
      case Unsqueeze u -> unsqueeze(x, constants(node.inputs().get(1)));
      case Concat c -> concat(c, node);
      case Reshape r -> reshape(r, name, x, elements.get(node.inputs().get(1)));
      case Transpose t -> transpose(t, x);
      case Slice s -> slice(s, node, x);
      case ReduceMean m -> mean(m, node, x);
      default -> null;
    };
  }

  private static List<Dim> with(List<Dim> x, Dim more) {
    List<Dim> d = new ArrayList<>(x);
    d.add(more);
    return d;
  }

  private static List<Dim> last(List<Dim> x, Dim last) {
    List<Dim> d = new ArrayList<>(x);
    d.set(d.size() - 1, last);
    return d;
  }

  private static List<Dim> broadcast(String name, List<Dim> a, List<Dim> b) {
    if (a == null || b == null) {
      return null;
    }
    int rank = Math.max(a.size(), b.size());
    List<Dim> d = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int ia = i - rank + a.size();
      int ib = i - rank + b.size();
      d.add(common(ia < 0 ? Dim.of(1) : a.get(ia), ib < 0 ? Dim.of(1) : b.get(ib), name, i));
    }
    return d;
  }

  private static Dim common(Dim a, Dim b, String name, int axis) {
    if (a.equals(b) || b.is(1)) {
      return a;
    }
    if (a.is(1)) {
      return b;
    }
    // A constant over 1 wins: the other is equal to it or 1. Of two unknowns either may be the 1.
    return a.isConstant() ? a : b.isConstant() ? b : Dim.of(name, axis);
  }

  private static List<Dim> matmul(String name, List<Dim> a, List<Dim> b) {
    if (a == null || b == null || a.size() < 2 || b.size() < 2) {
      return null;
    }
    List<Dim> batch = broadcast(name, a.subList(0, a.size() - 2), b.subList(0, b.size() - 2));
    return with(with(batch, a.get(a.size() - 2)), b.getLast());
  }

  private static List<Dim> gemm(Gemm g, List<Dim> a, List<Dim> b) {
    if (a == null || b == null || a.size() != 2 || b.size() != 2) {
      return null;
    }
    return List.of(a.get(g.transA() ? 1 : 0), b.get(g.transB() ? 0 : 1));
  }

  private static List<Dim> gather(Gather g, List<Dim> x, List<Dim> indices) {
    int axis = x == null ? -1 : axis(g.axis(), x.size());
    if (axis < 0 || indices == null) {
      return null;
    }
    List<Dim> d = new ArrayList<>(x.subList(0, axis));
    d.addAll(indices);
    d.addAll(x.subList(axis + 1, x.size()));
    return d;
  }

  /** From 0, or -1 when it is none. */
  private static int axis(long axis, int rank) {
    long a = axis < 0 ? axis + rank : axis;
    return a >= 0 && a < rank ? (int) a : -1;
  }

  private static List<Dim> unsqueeze(List<Dim> x, long[] axes) {
    if (x == null || axes == null) {
      return null;
    }
    int rank = x.size() + axes.length;
    List<Dim> d = new ArrayList<>(Collections.nCopies(rank, (Dim) null));
    for (long a : axes) {
      int axis = axis(a, rank);
      if (axis < 0 || d.get(axis) != null) {
        return null;
      }
      d.set(axis, Dim.of(1));
    }
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (d.get(i) == null) {
        d.set(i, x.get(next++));
      }
    }
    return d;
  }

  private List<Dim> concat(Concat c, Node node) {
    List<Dim> first = dims.get(node.inputs().getFirst());
    int axis = first == null ? -1 : axis(c.axis(), first.size());
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

  private static List<Dim> reshape(Reshape r, String name, List<Dim> x, List<Dim> sizes) {
    if (sizes == null) {
      return null;
    }
    List<Dim> d = new ArrayList<>();
    int open = -1;
    for (int i = 0; i < sizes.size(); i++) {
      Dim size = sizes.get(i);
      if (size.is(0) && !r.allowZero()) {
        size = x == null || i >= x.size() ? Dim.of(name, i) : x.get(i);
      }
      if (size.isConstant() && size.constant() < 0) {
        open = i;
        size = Dim.of(name, i);
      }
      d.add(size);
    }
    if (open >= 0 && x != null) {
      d.set(open, leftOver(d, open, x));
    }
    return d;
  }

  /** What a size of -1 comes to: the input's sizes without those that the result has elsewhere. */
  private static Dim leftOver(List<Dim> result, int open, List<Dim> x) {
    List<Dim> rest = new ArrayList<>();
    long count = 1;
    for (Dim d : x) {
      if (d.isConstant()) {
        count *= d.constant();
      } else {
        rest.add(d);
      }
    }
    long taken = 1;
    boolean plain = true;
    for (int i = 0; i < result.size(); i++) {
      Dim d = result.get(i);
      if (i != open && d.isConstant()) {
        taken *= d.constant();
      } else if (i != open) {
        plain &= rest.remove(d);
      }
    }
    plain &= taken > 0 && count % taken == 0;
    if (plain && rest.isEmpty()) {
      return Dim.of(count / taken);
    }
    return plain && rest.size() == 1 && count == taken ? rest.getFirst() : result.get(open);
  }

  private static List<Dim> transpose(Transpose t, List<Dim> x) {
    if (x == null || (!t.permutation().isEmpty() && t.permutation().size() != x.size())) {
      return null;
    }
    return t.permutation().isEmpty() ? x.reversed() : t.permutation().stream().map(x::get).toList();
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
      int axis = axes == null ? i : i < axes.length ? axis(axes[i], x.size()) : -1;
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
              ? Dim.of(length(starts[i], ends[i], x.get(axis).constant()))
              : Dim.of(node.output(), axis));
    }
    return d;
  }

  private static long length(long start, long end, long size) {
    long from = Math.clamp(start < 0 ? start + size : start, 0, size);
    long to = Math.clamp(end < 0 ? end + size : end, 0, size);
    return Math.max(0, to - from);
  }

  private List<Dim> mean(ReduceMean m, Node node, List<Dim> x) {
    long[] axes = node.inputs().size() < 2 ? new long[0] : constants(node.inputs().get(1));
    if (x == null || axes == null) {
      return null;
    }
    boolean[] reduced = new boolean[x.size()];
    for (long a : axes) {
      int axis = axis(a, x.size());
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
      case Cast c -> c.to() == Cast.To.INT64 ? x : null;
      case Unsqueeze u -> x;
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
      int at = axis(i, x.size());
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
    return x.subList(from, from + (int) length(starts[0], ends[0], x.size()));
  }
}
