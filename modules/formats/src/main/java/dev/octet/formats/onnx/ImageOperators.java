package dev.octet.formats.onnx;

import dev.octet.kernel.AxisIndices;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Deferred;
import dev.octet.nn.modules.Deferred.Kind;
import dev.octet.nn.modules.Elu;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.HardSwish;
import dev.octet.nn.modules.LeakyRelu;
import dev.octet.nn.modules.PixelShuffle;
import dev.octet.nn.modules.PixelUnshuffle;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.Sampling;
import dev.octet.nn.modules.Softplus;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import java.util.ArrayList;
import java.util.List;

/** What the operators of image networks mean. */
final class ImageOperators {
  private ImageOperators() {}

  /** Adds to the graph what a node means. {@return whether it is one of these} */
  static boolean convert(NodeArgs n) {
    switch (n.node().operator()) {
      case "Conv" -> conv(n, Kind.CONV);
      case "ConvTranspose" -> conv(n, Kind.CONV_TRANSPOSE);
      case "BatchNormalization" -> batchNorm(n);
      case "InstanceNormalization" -> instanceNorm(n);
      case "MaxPool" -> pool(n, true);
      case "AveragePool" -> pool(n, false);
      case "GlobalMaxPool" -> globalPool(n, true);
      case "GlobalAveragePool" -> globalPool(n, false);
      case "LeakyRelu" -> function(n, new LeakyRelu(n.number("alpha", 0.01f)));
      case "Elu" -> function(n, new Elu(n.number("alpha", 1), false));
      case "Celu" -> function(n, new Elu(n.number("alpha", 1), true));
      case "HardSigmoid" ->
          function(n, new HardSigmoid(n.number("alpha", 0.2f), n.number("beta", 0.5f)));
      case "HardSwish" -> function(n, new HardSwish());
      case "Softplus" -> function(n, new Softplus());
      case "PRelu" -> deferred(n, Kind.PRELU, ModuleState.EMPTY, 2, 2);
      case "Clip" -> clip(n);
      case "Pad" -> pad(n);
      case "Resize" -> resize(n);
      case "Upsample" -> upsample(n);
      case "Flatten" -> flatten(n);
      case "DepthToSpace" -> depthToSpace(n);
      case "SpaceToDepth" -> {
        n.inputs(1, 1);
        n.emit(new PixelUnshuffle(n.small("blocksize"), true), n.real(0), n.in(0));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void function(NodeArgs n, Module module) {
    n.inputs(1, 1);
    n.emit(module, n.real(0), n.in(0));
  }

  /** A layer of which the first input and those behind it are floats. */
  private static void deferred(NodeArgs n, Kind kind, ModuleState settings, int least, int most) {
    n.inputs(least, most);
    List<String> inputs = new ArrayList<>(List.of(n.in(0)));
    List<Integer> given = new ArrayList<>();
    for (int i = 1; i < most; i++) {
      if (n.has(i)) {
        n.real(i);
        inputs.add(n.in(i));
        given.add(i);
      }
    }
    n.emit(new Deferred(kind, settings, given), n.real(0), inputs);
  }

  private static void conv(NodeArgs n, Kind kind) {
    ModuleState settings =
        n.settings("auto_pad", "pads", "strides", "dilations", "group", "kernel_shape");
    if (kind == Kind.CONV_TRANSPOSE) {
      ModuleState more = n.settings("output_padding", "output_shape");
      for (var e : more.settings().entrySet()) {
        settings = settings.with(e.getKey(), e.getValue());
      }
    }
    deferred(n, kind, settings, 2, 3);
  }

  private static void batchNorm(NodeArgs n) {
    // Statistics that a training step would move are not moved here.
    n.ignore("momentum");
    if (n.opset() < 9 && !n.flag("spatial", true)) {
      throw new WireException("attribute 'spatial' is 0, which is not supported");
    }
    if (n.flag("training_mode", false)) {
      throw new WireException("attribute 'training_mode' is 1, which is not supported");
    }
    ModuleState settings = ModuleState.EMPTY.with("epsilon", n.number("epsilon", 1e-5f));
    deferred(n, Kind.BATCH_NORM, settings, 5, 5);
  }

  private static void instanceNorm(NodeArgs n) {
    ModuleState settings = ModuleState.EMPTY.with("epsilon", n.number("epsilon", 1e-5f));
    deferred(n, Kind.INSTANCE_NORM, settings, 3, 3);
  }

  private static void pool(NodeArgs n, boolean max) {
    boolean count = !max && n.flag("count_include_pad", false);
    if (max) {
      // The order of indices, which are a second output; that is not supported.
      n.ignore("storage_order");
    }
    ModuleState settings =
        n.settings("auto_pad", "pads", "strides", "dilations", "kernel_shape")
            .with("max", max)
            .with("ceil", n.flag("ceil_mode", false))
            .with("count_padding", count);
    deferred(n, Kind.POOL, settings, 1, 1);
  }

  private static void globalPool(NodeArgs n, boolean max) {
    deferred(n, Kind.GLOBAL_POOL, ModuleState.EMPTY.with("max", max), 1, 1);
  }

  private static void clip(NodeArgs n) {
    if (n.opset() >= 11) {
      deferred(n, Kind.CLAMP, ModuleState.EMPTY, 1, 3);
      return;
    }
    n.inputs(1, 1);
    List<String> inputs = new ArrayList<>(List.of(n.in(0)));
    List<Integer> given = new ArrayList<>();
    for (String name : List.of("min", "max")) {
      if (n.hasAttribute(name)) {
        inputs.add(n.constant(name, FloatTensor.scalar(n.number(name)), OnnxType.FLOAT));
        given.add(name.equals("min") ? 1 : 2);
      }
    }
    n.emit(new Deferred(Kind.CLAMP, ModuleState.EMPTY, given), n.real(0), inputs);
  }

  private static void pad(NodeArgs n) {
    String mode = n.hasAttribute("mode") ? n.string("mode") : "constant";
    AxisIndices.Padding kind =
        switch (mode) {
          case "constant" -> AxisIndices.Padding.CONSTANT;
          case "reflect" -> AxisIndices.Padding.REFLECT;
          case "edge" -> AxisIndices.Padding.REPLICATE;
          case "wrap" -> AxisIndices.Padding.CIRCULAR;
          default -> throw new WireException("attribute 'mode' is '" + mode + "'");
        };
    ModuleState settings = ModuleState.EMPTY.with("kind", kind.name());
    List<String> inputs = new ArrayList<>(List.of(n.in(0)));
    List<Integer> given = new ArrayList<>(List.of(1));
    if (n.opset() < 11) {
      n.inputs(1, 1);
      long[] pads = n.integers("pads");
      inputs.add(n.constant("pads", LongTensor.wrap(pads, pads.length)));
      float value = n.number("value", 0);
      inputs.add(n.constant("value", FloatTensor.scalar(value), OnnxType.FLOAT));
      given.add(2);
    } else {
      n.inputs(2, n.opset() < 18 ? 3 : 4);
      inputs.add(n.integers(1));
      if (n.has(2)) {
        n.real(2);
        inputs.add(n.in(2));
        given.add(2);
      }
      if (n.has(3)) {
        inputs.add(n.integers(3));
        given.add(3);
      }
    }
    n.emit(new Deferred(Kind.PAD, settings, given), n.real(0), inputs);
  }

  private static void resize(NodeArgs n) {
    if (n.opset() < 11) {
      n.inputs(2, 2);
      resized(n, sampling(n, "asymmetric", "floor"), n.scales(1), 1);
      return;
    }
    n.inputs(1, 4);
    String coordinates = n.text("coordinate_transformation_mode", "half_pixel");
    String rounding = n.text("nearest_mode", "round_prefer_floor");
    if (n.flag("antialias", false) || n.flag("exclude_outside", false) || n.hasAttribute("axes")) {
      throw new WireException("antialias, exclude_outside and axes are not supported");
    }
    if (!n.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw new WireException("attribute 'keep_aspect_ratio_policy' is not 'stretch'");
    }
    // These concern cubic interpolation and cropping, which are refused by their modes.
    n.ignore("cubic_coeff_a");
    n.ignore("extrapolation_value");
    Sampling sampling = sampling(n, coordinates, rounding);
    if (n.has(3)) {
      resized(n, sampling, n.integers(3), 2);
    } else {
      resized(n, sampling, n.scales(2), 1);
    }
  }

  private static void upsample(NodeArgs n) {
    Sampling sampling = sampling(n, "asymmetric", "floor");
    if (n.opset() >= 9) {
      n.inputs(2, 2);
      resized(n, sampling, n.scales(1), 1);
    } else {
      n.inputs(1, 1);
      float[] scales = n.numbers("scales");
      FloatTensor factors = FloatTensor.wrap(scales, scales.length);
      resized(n, sampling, n.constant("scales", factors, OnnxType.FLOAT), 1);
    }
  }

  private static Sampling sampling(NodeArgs n, String coordinates, String rounding) {
    String mode = n.text("mode", "nearest");
    if (!mode.equals("nearest") && !mode.equals("linear")) {
      throw new WireException("attribute 'mode' is '" + mode + "', which is not supported");
    }
    Sampling.Coordinates where =
        switch (coordinates) {
          case "half_pixel" -> Sampling.Coordinates.HALF_PIXEL;
          case "pytorch_half_pixel" -> Sampling.Coordinates.PYTORCH_HALF_PIXEL;
          case "align_corners" -> Sampling.Coordinates.ALIGN_CORNERS;
          case "asymmetric" -> Sampling.Coordinates.ASYMMETRIC;
          default ->
              throw new WireException(
                  "attribute 'coordinate_transformation_mode' is '"
                      + coordinates
                      + "', which is not supported");
        };
    Sampling.Rounding nearest =
        switch (rounding) {
          case "floor" -> Sampling.Rounding.FLOOR;
          case "ceil" -> Sampling.Rounding.CEIL;
          case "round_prefer_floor" -> Sampling.Rounding.PREFER_FLOOR;
          case "round_prefer_ceil" -> Sampling.Rounding.PREFER_CEIL;
          default -> throw new WireException("attribute 'nearest_mode' is '" + rounding + "'");
        };
    return new Sampling(mode.equals("linear"), where, nearest);
  }

  private static void resized(NodeArgs n, Sampling sampling, String by, int index) {
    ModuleState settings =
        ModuleState.EMPTY
            .with("linear", sampling.linear())
            .with("coordinates", sampling.coordinates().name())
            .with("rounding", sampling.rounding().name());
    n.emit(new Deferred(Kind.UPSAMPLE, settings, List.of(index)), n.real(0), n.in(0), by);
  }

  /** ONNX's Flatten makes two dimensions, of which the first may be of none: size 1. */
  private static void flatten(NodeArgs n) {
    n.inputs(1, 1);
    int axis = n.small("axis", 1);
    if (axis == 1) {
      n.emit(new Flatten(1, -1), n.type(0), n.in(0));
    } else if (axis == 0) {
      String sizes = n.constant("sizes", LongTensor.wrap(new long[] {1, -1}, 2));
      n.emit(new Reshape(false), n.type(0), n.in(0), sizes);
    } else {
      String rest = n.between(new Flatten(axis, -1), n.type(0), n.in(0));
      n.emit(new Flatten(0, -2), n.type(0), rest);
    }
  }

  private static void depthToSpace(NodeArgs n) {
    n.inputs(1, 1);
    String mode = n.text("mode", "DCR");
    if (!mode.equals("DCR") && !mode.equals("CRD")) {
      throw new WireException("attribute 'mode' is '" + mode + "', expected DCR or CRD");
    }
    PixelShuffle module = new PixelShuffle(n.small("blocksize"), mode.equals("DCR"));
    n.emit(module, n.real(0), n.in(0));
  }
}
