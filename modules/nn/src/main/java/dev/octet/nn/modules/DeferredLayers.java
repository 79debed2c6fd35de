package dev.octet.nn.modules;

import dev.octet.kernel.AxisIndices;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Deferred.Sizes;
import dev.octet.nn.support.Elements;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Layers whose weights or settings are ONNX's inputs. */
final class DeferredLayers {
  private DeferredLayers() {}

  static FloatTensor floats(Map<Integer, Tensor> given, int index) {
    if (given.get(index) instanceof FloatTensor f) {
      return f;
    }
    Tensor t = given.get(index);
    throw new IllegalArgumentException(
        "input " + index + " is " + (t == null ? "missing" : t.dtype()) + ", expected FLOAT32");
  }

  static Module batchNorm(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    return new BatchNorm(
        floats(given, 1),
        floats(given, 2),
        floats(given, 3),
        floats(given, 4),
        settings.floatOf("epsilon"));
  }

  static Module instanceNorm(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    return new InstanceNorm(floats(given, 1), floats(given, 2), settings.floatOf("epsilon"));
  }

  /**
   * ONNX's slopes broadcast to the input from the right; where they are channels', they are [C].
   */
  static Module prelu(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    FloatTensor slope = floats(given, 1);
    int n = slope.shape().size();
    int rank = slope.shape().rank();
    if (n == 1 || (sizes.ranked() && areChannels(slope, sizes.dims().size()))) {
      return new PRelu(slope.reshape(n));
    }
    return new PRelu(rank == 1 ? slope.reshape(1, n) : slope);
  }

  private static boolean areChannels(FloatTensor slope, int rank) {
    int n = slope.shape().size();
    int channels = slope.shape().rank() - (rank - 1);
    return rank > 1 && channels >= 0 && channels < 2 && slope.shape().dim(channels) == n;
  }

  static Module clamp(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    return new Clamp(
        new Limits(
            scalar(given, 1, Float.NEGATIVE_INFINITY), scalar(given, 2, Float.POSITIVE_INFINITY)));
  }

  private static float scalar(Map<Integer, Tensor> given, int index, float absent) {
    if (!given.containsKey(index)) {
      return absent;
    }
    FloatTensor f = floats(given, index);
    if (f.shape().size() != 1) {
      throw new IllegalArgumentException(
          "input " + index + " has shape " + f.shape() + ", expected one number");
    }
    return f.toArray()[0];
  }

  static Module pad(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    int[] pads = Elements.ints(List.of(given.get(1)), 0);
    int n = pads.length / 2;
    Integer[] before = new Integer[n];
    Integer[] after = new Integer[n];
    if (given.containsKey(3)) {
      if (!sizes.ranked()) {
        return null;
      }
      before = new Integer[sizes.dims().size()];
      after = new Integer[sizes.dims().size()];
    }
    Arrays.fill(before, 0);
    Arrays.fill(after, 0);
    for (int i = 0; i < n; i++) {
      int axis = given.containsKey(3) ? axis(given, i, before.length) : i;
      before[axis] = pads[i];
      after[axis] = pads[i + n];
    }
    if (pads.length % 2 != 0 || (sizes.ranked() && before.length != sizes.dims().size())) {
      throw new IllegalArgumentException(
          "pads " + Arrays.toString(pads) + " do not fit an input of sizes " + sizes.dims());
    }
    AxisIndices.Padding kind = AxisIndices.Padding.valueOf(settings.stringOf("kind"));
    return new Pad(kind, Arrays.asList(before), Arrays.asList(after), scalar(given, 2, 0));
  }

  private static int axis(Map<Integer, Tensor> given, int i, int rank) {
    int[] axes = Elements.ints(List.of(given.get(3)), 0);
    int a = i < axes.length ? Math.floorMod(axes[i], Math.max(1, rank)) : -1;
    if (a < 0 || axes[i] < -rank || axes[i] >= rank) {
      throw new IllegalArgumentException(
          "axes " + Arrays.toString(axes) + " do not fit the pads of an input of rank " + rank);
    }
    return a;
  }

  static Module split(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    int[] parts = Elements.ints(List.of(given.get(1)), 0);
    return new Split(
        settings.intOf("axis"), settings.intOf("parts"), Arrays.stream(parts).boxed().toList());
  }

  static Module upsample(ModuleState settings, Map<Integer, Tensor> given, Sizes sizes) {
    Sampling sampling =
        new Sampling(
            settings.booleanOf("linear"),
            Sampling.Coordinates.valueOf(settings.stringOf("coordinates")),
            Sampling.Rounding.valueOf(settings.stringOf("rounding")));
    if (given.containsKey(2)) {
      int[] wanted = Elements.ints(List.of(given.get(2)), 0);
      checkOthersStay(given.get(2), wanted.length < 3 || differs(wanted, sizes));
      List<Integer> all = Arrays.stream(wanted).boxed().toList();
      return new Upsample(sampling, all.subList(2, all.size()), List.of());
    }
    float[] factors = floats(given, 1).toArray();
    checkOthersStay(given.get(1), factors.length < 3 || factors[0] != 1 || factors[1] != 1);
    List<Double> scales = new ArrayList<>();
    for (int i = 2; i < factors.length; i++) {
      scales.add((double) factors[i]);
    }
    return new Upsample(sampling, List.of(), scales);
  }

  private static boolean differs(int[] wanted, Sizes sizes) {
    for (int i = 0; i < 2 && sizes.ranked() && i < sizes.dims().size(); i++) {
      int size = sizes.dims().get(i);
      if (size >= 0 && size != wanted[i]) {
        return true;
      }
    }
    return false;
  }

  private static void checkOthersStay(Tensor wanted, boolean otherwise) {
    if (otherwise) {
      throw new IllegalArgumentException(
          "resizing by " + wanted + "; only what lies behind the first two axes can be resized");
    }
  }
}
