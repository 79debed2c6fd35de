package dev.octet.nn.pass;

import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.Gemm;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.Transpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Sizes of results from sizes of inputs; null where nothing can be said. */
final class ShapeRules {
  private ShapeRules() {}

  static List<Dim> with(List<Dim> x, Dim more) {
    List<Dim> d = new ArrayList<>(x);
    d.add(more);
    return d;
  }

  static List<Dim> last(List<Dim> x, Dim last) {
    List<Dim> d = new ArrayList<>(x);
    d.set(d.size() - 1, last);
    return d;
  }

  static List<Dim> broadcast(String name, List<Dim> a, List<Dim> b) {
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

  static List<Dim> matmul(String name, List<Dim> a, List<Dim> b) {
    if (a == null || b == null || a.size() < 2 || b.size() < 2) {
      return null;
    }
    List<Dim> batch = broadcast(name, a.subList(0, a.size() - 2), b.subList(0, b.size() - 2));
    return with(with(batch, a.get(a.size() - 2)), b.getLast());
  }

  static List<Dim> gemm(Gemm g, List<Dim> a, List<Dim> b) {
    if (a == null || b == null || a.size() != 2 || b.size() != 2) {
      return null;
    }
    return List.of(a.get(g.transA() ? 1 : 0), b.get(g.transB() ? 0 : 1));
  }

  static List<Dim> gather(Gather g, List<Dim> x, List<Dim> indices) {
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
  static int axis(long axis, int rank) {
    long a = axis < 0 ? axis + rank : axis;
    return a >= 0 && a < rank ? (int) a : -1;
  }

  static List<Dim> unsqueeze(List<Dim> x, long[] axes) {
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

  static List<Dim> reshape(Reshape r, String name, List<Dim> x, List<Dim> sizes) {
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

  static List<Dim> transpose(Transpose t, List<Dim> x) {
    if (x == null || (!t.permutation().isEmpty() && t.permutation().size() != x.size())) {
      return null;
    }
    return t.permutation().isEmpty() ? x.reversed() : t.permutation().stream().map(x::get).toList();
  }

  static long length(long start, long end, long size) {
    long from = Math.clamp(start < 0 ? start + size : start, 0, size);
    long to = Math.clamp(end < 0 ? end + size : end, 0, size);
    return Math.max(0, to - from);
  }
}
