package dev.octet.nn.pass;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.Windows;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Module;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.AvgPool;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.MaxPool;
import dev.octet.nn.modules.Pad;
import dev.octet.nn.modules.PixelShuffle;
import dev.octet.nn.modules.PixelUnshuffle;
import dev.octet.nn.modules.Upsample;
import java.util.ArrayList;
import java.util.List;

/** Sizes of what layers of images make, as {@link SymbolicShapes} has them. */
record SymbolicImages(String name) {
  /** What an axis becomes; only of sizes that are known. */
  private interface Size {
    long of(int axis, int size);
  }

  /** The result's sizes; null where nothing is known of such a module. */
  List<Dim> infer(Module module, List<Dim> x) {
    return switch (module) {
      case Conv c when fits(x, c.spatial()) -> conv(c, x);
      case MaxPool p when fits(x, p.axes().size()) -> pool(p.axes(), x);
      case AvgPool p when fits(x, p.axes().size()) -> pool(p.axes(), x);
      case AdaptivePool p when fits(x, p.sizes().size()) -> adaptive(p, x);
      case Upsample u when fits(x, u.spatial()) -> upsample(u, x);
      case Pad p -> pad(p, x);
      case PixelShuffle s when fits(x, 2) -> {
        int r = s.factor();
        yield spatial(x.getFirst(), quotient(x.get(1), r * r), x, (a, size) -> (long) size * r);
      }
      case PixelUnshuffle s when fits(x, 2) -> {
        int r = s.factor();
        yield spatial(x.getFirst(), product(x.get(1), r * r), x, (a, size) -> size / r);
      }
      case Flatten f -> flatten(f, x);
      default -> null;
    };
  }

  private static boolean fits(List<Dim> x, int spatial) {
    return x != null && x.size() == spatial + 2;
  }

  private Dim quotient(Dim d, int by) {
    return d.isConstant() ? Dim.of(d.constant() / by) : Dim.of(name, 1);
  }

  private Dim product(Dim d, int by) {
    return d.isConstant() ? Dim.of(d.constant() * by) : Dim.of(name, 1);
  }

  private List<Dim> spatial(Dim images, Dim channels, List<Dim> x, Size size) {
    List<Dim> d = new ArrayList<>(List.of(images, channels));
    for (int i = 2; i < x.size(); i++) {
      Dim in = x.get(i);
      boolean known = in.isConstant() && in.constant() > 0 && in.constant() <= Integer.MAX_VALUE;
      long out = known ? size.of(i - 2, (int) in.constant()) : -1;
      d.add(out >= 0 ? Dim.of(out) : Dim.of(name, i));
    }
    return d;
  }

  private List<Dim> conv(Conv c, List<Dim> x) {
    ConvFilter filter = c.filter();
    List<Axis> axes = ConvWeights.axes(filter, c.spatial());
    List<Dim> d =
        spatial(
            x.getFirst(),
            Dim.of(filter.outChannels()),
            x,
            (a, size) -> filter.outputSize(axes.get(a), size));
    for (int i = 0; i < axes.size(); i++) {
      Axis a = axes.get(i);
      int span = a.dilation() * (a.kernel() - 1) + 1;
      int change = a.paddingBefore() + a.paddingAfter() - span;
      Dim in = x.get(i + 2);
      if (!in.isConstant()) {
        d.set(
            i + 2,
            filter.transposed()
                ? times(in, a.stride(), a.outputPadding() - change - a.stride())
                : steps(in, change, a.stride()));
      }
    }
    return d;
  }

  /** {@code floor((in + change) / stride) + 1} of a size that is not known. */
  private static Dim steps(Dim in, int change, int stride) {
    return stride == 1 && change == -1 ? in : Dim.of(in, "+" + change + "/" + stride);
  }

  /** {@code in * factor + change} of a size that is not known. */
  private static Dim times(Dim in, int factor, int change) {
    return factor == 1 && change == 0 ? in : Dim.of(in, "*" + factor + "+" + change);
  }

  private List<Dim> pool(List<Sliding> axes, List<Dim> x) {
    List<Dim> d =
        spatial(
            x.get(0),
            x.get(1),
            x,
            (a, size) -> {
              Sliding s = axes.get(a);
              boolean one = reach(s) <= (long) size + s.before() + s.after();
              return one && size <= 1 << 20 ? Windows.sliding(size, s).out() : -1;
            });
    for (int i = 0; i < axes.size(); i++) {
      Sliding s = axes.get(i);
      Dim in = x.get(i + 2);
      if (!in.isConstant()) {
        // Rounded up, the result depends on where the padding is too.
        d.set(
            i + 2,
            s.ceil()
                ? Dim.of(in, s.toString())
                : steps(in, (int) (s.before() + s.after() - reach(s)), s.stride()));
      }
    }
    return d;
  }

  private static long reach(Sliding s) {
    return (long) s.dilation() * (s.kernel() - 1) + 1;
  }

  private static List<Dim> adaptive(AdaptivePool p, List<Dim> x) {
    List<Dim> d = new ArrayList<>(x);
    for (int i = 0; i < p.sizes().size(); i++) {
      if (p.sizes().get(i) > 0) {
        d.set(i + 2, Dim.of(p.sizes().get(i)));
      }
    }
    return d;
  }

  private List<Dim> upsample(Upsample u, List<Dim> x) {
    List<Dim> d =
        spatial(
            x.get(0),
            x.get(1),
            x,
            (a, size) -> u.scales().isEmpty() ? -1 : (long) Math.floor(size * u.scales().get(a)));
    for (int i = 0; i < u.sizes().size(); i++) {
      d.set(i + 2, Dim.of(u.sizes().get(i)));
    }
    return d;
  }

  private List<Dim> pad(Pad p, List<Dim> x) {
    if (x == null || p.before().size() > x.size()) {
      return null;
    }
    List<Dim> d = new ArrayList<>(x);
    int first = x.size() - p.before().size();
    for (int i = first; i < x.size(); i++) {
      long more = (long) p.before().get(i - first) + p.after().get(i - first);
      Dim in = x.get(i);
      d.set(
          i,
          more == 0
              ? in
              : in.isConstant() ? Dim.of(Math.max(0, in.constant() + more)) : Dim.of(name, i));
    }
    return d;
  }

  private List<Dim> flatten(Flatten f, List<Dim> x) {
    int rank = x == null ? 0 : x.size();
    int from = f.start() < 0 ? f.start() + rank : f.start();
    int to = f.end() < 0 ? f.end() + rank : f.end();
    if (rank == 0 || from < 0 || to >= rank || from > to) {
      return null;
    }
    long size = 1;
    for (Dim d : x.subList(from, to + 1)) {
      size = d.isConstant() && size >= 0 ? Math.min(size * d.constant(), 1L << 31) : -1;
    }
    List<Dim> d = new ArrayList<>(x.subList(0, from));
    d.add(from == to ? x.get(from) : size >= 0 ? Dim.of(size) : Dim.of(name, from));
    d.addAll(x.subList(to + 1, rank));
    return d;
  }
}
