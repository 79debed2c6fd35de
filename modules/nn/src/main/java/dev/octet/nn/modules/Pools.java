package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Volume;
import dev.octet.kernel.Windows;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What pooling modules share: images of either kind, channels last, and windows in files. */
final class Pools {
  private static final String[] INTS = {
    "kernel", "stride", "paddingBefore", "paddingAfter", "dilation"
  };

  private Pools() {}

  /** Windows along each spatial axis of an input, outermost first. */
  interface Cut {
    Windows along(int axis, int size);
  }

  private static Pool.Shape shape(Volume in, int spatial, Cut cut) {
    return new Pool.Shape(
        in,
        spatial < 3 ? Windows.each(in.d()) : cut.along(0, in.d()),
        spatial < 2 ? Windows.each(in.h()) : cut.along(spatial - 2, in.h()),
        cut.along(spatial - 1, in.w()));
  }

  static Tensor max(List<Tensor> inputs, int spatial, Cut cut, Execution execution) {
    return pool(inputs, spatial, cut, true, 0, execution);
  }

  static Tensor average(
      List<Tensor> inputs, int spatial, Cut cut, int divisor, Execution execution) {
    return pool(inputs, spatial, cut, false, divisor, execution);
  }

  private static Tensor pool(
      List<Tensor> inputs, int spatial, Cut cut, boolean max, int divisor, Execution execution) {
    Args.count(inputs, 1, 1);
    boolean integers = inputs.getFirst() instanceof QTensor;
    Tensor given = integers ? Args.anyBytes(inputs, 0) : Args.anyFloats(inputs, 0);
    Images.checkSpatial(given, spatial);
    Pool.Shape shape = shape(Images.volume(given.shape()), spatial, cut);
    Tensor x = Images.to(given, Layout.CHANNELS_LAST, execution);
    var result = Images.shape(shape.out(), spatial);
    Pool kernel = execution.kernel(Pool.class);
    if (x instanceof QTensor q) {
      QTensor y = execution.newBytes(result, Layout.CHANNELS_LAST, q.dtype(), q.qparams());
      boolean unsigned = q.dtype() == DType.QUINT8;
      if (max) {
        kernel.max(q.array(), q.offset(), shape, unsigned, y.array(), y.offset(), execution);
      } else {
        checkWindow(shape);
        int z = q.qparams().zeroPoint(0);
        Pool.Integers same =
            new Pool.Integers(unsigned, z, 1f, z, q.dtype().qmin(), q.dtype().qmax());
        kernel.average(
            q.array(), q.offset(), shape, same, divisor, y.array(), y.offset(), execution);
      }
      return y;
    }
    FloatTensor f = (FloatTensor) x;
    FloatTensor y = execution.newFloats(result, Layout.CHANNELS_LAST);
    if (max) {
      kernel.max(f.array(), f.offset(), shape, y.array(), y.offset(), execution);
    } else {
      kernel.average(f.array(), f.offset(), shape, divisor, y.array(), y.offset(), execution);
    }
    return y;
  }

  private static void checkWindow(Pool.Shape shape) {
    long most = (long) shape.d().most() * shape.h().most() * shape.w().most();
    if (most > Pool.MAX_WINDOW) {
      throw new IllegalArgumentException(
          "an average of " + most + " integers could leave int32; at most " + Pool.MAX_WINDOW);
    }
  }

  static ModuleState state(List<Sliding> axes) {
    Sliding first = axes.getFirst();
    int[][] v = new int[INTS.length][axes.size()];
    for (int i = 0; i < axes.size(); i++) {
      Sliding s = axes.get(i);
      int[] numbers = {s.kernel(), s.stride(), s.before(), s.after(), s.dilation()};
      for (int k = 0; k < numbers.length; k++) {
        v[k][i] = numbers[k];
      }
    }
    ModuleState state = ModuleState.EMPTY;
    for (int k = 0; k < INTS.length; k++) {
      state = state.with(INTS[k], v[k]);
    }
    return state.with("ceil", first.ceil()).with("countPadding", first.countPadding());
  }

  static List<Sliding> axes(ModuleState state) {
    int n = state.intsOf("kernel").length;
    List<Sliding> axes = new ArrayList<>();
    int[][] v = new int[INTS.length][];
    for (int k = 0; k < INTS.length; k++) {
      v[k] = state.intsOf(INTS[k]);
      if (v[k].length != n) {
        throw new IllegalArgumentException(
            "'" + INTS[k] + "' has " + v[k].length + " numbers, 'kernel' has " + n);
      }
    }
    for (int i = 0; i < n; i++) {
      axes.add(
          new Sliding(
              v[0][i],
              v[1][i],
              v[2][i],
              v[3][i],
              v[4][i],
              state.booleanOf("ceil"),
              state.booleanOf("countPadding")));
    }
    return axes;
  }

  /** Checks that there are one to three axes, and that all round and count alike. */
  static List<Sliding> checked(List<Sliding> axes) {
    List<Sliding> copy = List.copyOf(axes);
    if (copy.isEmpty() || copy.size() > 3) {
      throw new IllegalArgumentException(copy.size() + " axes, expected 1 to 3");
    }
    for (Sliding s : copy) {
      if (s.ceil() != copy.getFirst().ceil()
          || s.countPadding() != copy.getFirst().countPadding()) {
        throw new IllegalArgumentException("axes differ in rounding or in counting padding");
      }
    }
    return copy;
  }
}
