package dev.octet.formats.onnx;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.ArgMax;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Cast;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Deferred;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.Gemm;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Softmax;
import dev.octet.nn.modules.Split;
import dev.octet.nn.modules.Squeeze;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What each operator means, by ONNX's operator documentation (docs/Operators.md and Changelog.md),
 * in all operator sets since 7.
 */
final class Operators {
  private Operators() {}

  /** Adds to the graph what a node means. */
  static void convert(NodeArgs n) {
    if (!n.node().domain().isEmpty()) {
      throw unsupported(n);
    }
    switch (n.node().operator()) {
      case "Constant" -> constant(n);
      case "Add" -> arithmetic(n, FloatBinary.Op.ADD);
      case "Sub" -> arithmetic(n, FloatBinary.Op.SUB);
      case "Mul" -> arithmetic(n, FloatBinary.Op.MUL);
      case "Div" -> arithmetic(n, FloatBinary.Op.DIV);
      case "Pow" -> arithmetic(n, FloatBinary.Op.POW);
      case "Sqrt" -> activation(n, FloatUnary.Op.SQRT);
      case "Erf" -> activation(n, FloatUnary.Op.ERF);
      case "Tanh" -> activation(n, FloatUnary.Op.TANH);
      case "Neg" -> activation(n, FloatUnary.Op.NEG);
      case "Abs" -> activation(n, FloatUnary.Op.ABS);
      case "Relu" -> activation(n, FloatUnary.Op.RELU);
      case "Exp" -> activation(n, FloatUnary.Op.EXP);
      case "Sigmoid" -> activation(n, FloatUnary.Op.SIGMOID);
      case "Reciprocal" -> activation(n, FloatUnary.Op.RECIPROCAL);
      case "Gather" -> gather(n);
      case "Unsqueeze" -> unsqueeze(n);
      case "Shape" -> shape(n);
      case "Concat" -> concat(n);
      case "Reshape" -> reshape(n);
      case "Transpose" -> transpose(n);
      case "MatMul" -> matmul(n);
      case "Gemm" -> gemm(n);
      case "ReduceMean" -> reduceMean(n);
      case "Softmax" -> softmax(n);
      case "Cast" -> cast(n);
      case "Slice" -> slice(n);
      case "Identity" -> identity(n);
      case "Dropout" -> dropout(n);
      case "Squeeze" -> squeeze(n);
      case "Split" -> split(n);
      case "ArgMax" -> argMax(n);
      default -> {
        if (!ImageOperators.convert(n)) {
          throw unsupported(n);
        }
      }
    }
  }

  private static WireException unsupported(NodeArgs n) {
    String domain = n.node().domain().isEmpty() ? "ai.onnx" : n.node().domain();
    return new WireException(
        "operator '%s' (domain %s, operator set %d) is not supported"
            .formatted(n.node().operator(), domain, n.opset()));
  }

  private static void constant(NodeArgs n) {
    n.inputs(0, 0);
    if (n.hasAttribute("value")) {
      OnnxTensor t = n.tensor("value");
      n.emit(new Constant(t.value()), t.type());
    } else if (n.hasAttribute("value_float")) {
      n.emit(new Constant(FloatTensor.scalar(n.number("value_float"))), OnnxType.FLOAT);
    } else if (n.hasAttribute("value_floats")) {
      float[] f = n.numbers("value_floats");
      n.emit(new Constant(FloatTensor.wrap(f, f.length)), OnnxType.FLOAT);
    } else if (n.hasAttribute("value_int")) {
      n.emit(new Constant(LongTensor.scalar(n.integer("value_int"))), OnnxType.INT64);
    } else if (n.hasAttribute("value_ints")) {
      n.emit(new Constant(list(n.integers("value_ints"))), OnnxType.INT64);
    } else {
      throw new WireException("it has none of value, value_float(s), value_int(s)");
    }
  }

  private static LongTensor list(long[] values) {
    return LongTensor.wrap(values, values.length);
  }

  private static void arithmetic(NodeArgs n, FloatBinary.Op op) {
    n.inputs(2, 2);
    OnnxType type = n.type(0);
    boolean sameKind = type.isFloat() == n.type(1).isFloat();
    boolean same = op == FloatBinary.Op.POW || (sameKind && type == n.type(1));
    if (type == OnnxType.BOOL || n.type(1) == OnnxType.BOOL || !same) {
      throw new WireException("operands are " + type + " and " + n.type(1));
    }
    Arithmetic module = new Arithmetic(op);
    if (type.isFloat() || type == OnnxType.INT64) {
      n.emit(module, type, n.in(0), n.in(1));
    } else {
      // Computed in 64 bits; the cast makes it wrap where the narrow type would.
      String wide = n.between(module, type, n.in(0), n.in(1));
      n.emit(new Cast(target(type)), type, wide);
    }
  }

  private static void activation(NodeArgs n, FloatUnary.Op op) {
    n.inputs(1, 1);
    n.emit(new Activation(op), n.real(0), n.in(0));
  }

  private static void gather(NodeArgs n) {
    n.inputs(2, 2);
    n.emit(new Gather(n.small("axis", 0)), n.type(0), n.in(0), n.integers(1));
  }

  private static void unsqueeze(NodeArgs n) {
    if (n.opset() < 13) {
      n.inputs(1, 1);
      String axes = n.constant("axes", list(n.integers("axes")));
      n.emit(new Unsqueeze(), n.type(0), n.in(0), axes);
    } else {
      n.inputs(2, 2);
      n.emit(new Unsqueeze(), n.type(0), n.in(0), n.integers(1));
    }
  }

  private static void squeeze(NodeArgs n) {
    if (n.opset() < 13) {
      n.inputs(1, 1);
      if (n.hasAttribute("axes")) {
        String axes = n.constant("axes", list(n.integers("axes")));
        n.emit(new Squeeze(), n.type(0), n.in(0), axes);
        return;
      }
    } else {
      n.inputs(1, 2);
      if (n.has(1)) {
        n.emit(new Squeeze(), n.type(0), n.in(0), n.integers(1));
        return;
      }
    }
    n.emit(new Squeeze(), n.type(0), n.in(0));
  }

  private static void split(NodeArgs n) {
    n.inputs(1, n.opset() < 13 ? 1 : 2);
    int parts = n.node().outputs().size();
    if (n.hasAttribute("num_outputs") && n.small("num_outputs") != parts) {
      throw new WireException("num_outputs is not " + parts + ", the number of outputs");
    }
    int axis = n.small("axis", 0);
    if (n.opset() < 13 && n.hasAttribute("split")) {
      List<Integer> sizes = new ArrayList<>();
      for (long size : n.integers("split")) {
        sizes.add(Math.clamp(size, -1, Integer.MAX_VALUE));
      }
      n.emitAll(new Split(axis, parts, sizes), n.type(0), List.of(n.in(0)));
    } else if (n.has(1)) {
      ModuleState settings = ModuleState.EMPTY.with("axis", axis).with("parts", parts);
      Deferred module = new Deferred(Deferred.Kind.SPLIT, settings, List.of(1));
      n.emitAll(module, n.type(0), List.of(n.in(0), n.integers(1)));
    } else {
      n.emitAll(Split.chunk(axis, parts), n.type(0), List.of(n.in(0)));
    }
  }

  private static void argMax(NodeArgs n) {
    n.inputs(1, 1);
    n.real(0);
    boolean last = n.flag("select_last_index", false);
    ArgMax module = new ArgMax(n.small("axis", 0), n.flag("keepdims", true), last);
    n.emit(module, OnnxType.INT64, n.in(0));
  }

  private static void shape(NodeArgs n) {
    n.inputs(1, 1);
    boolean parts = n.opset() >= 15;
    int start = parts ? n.small("start", 0) : 0;
    int end = parts ? n.small("end", Integer.MAX_VALUE) : Integer.MAX_VALUE;
    n.emit(new ShapeOf(start, end), OnnxType.INT64, n.in(0));
  }

  private static void concat(NodeArgs n) {
    n.inputs(1, Integer.MAX_VALUE);
    for (int i = 1; i < n.node().inputs().size(); i++) {
      if (n.type(i) != n.type(0)) {
        throw new WireException("input " + i + " is " + n.type(i) + ", input 0 " + n.type(0));
      }
    }
    n.emit(new Concat(n.small("axis")), n.type(0), n.all());
  }

  private static void reshape(NodeArgs n) {
    n.inputs(2, 2);
    boolean allowZero = n.opset() >= 14 && n.flag("allowzero", false);
    n.emit(new Reshape(allowZero), n.type(0), n.in(0), n.integers(1));
  }

  private static void transpose(NodeArgs n) {
    n.inputs(1, 1);
    List<Integer> permutation = new ArrayList<>();
    if (n.hasAttribute("perm")) {
      for (long p : n.integers("perm")) {
        permutation.add(Math.clamp(p, -1, Integer.MAX_VALUE));
      }
    }
    n.emit(new Transpose(permutation), n.type(0), n.in(0));
  }

  private static void matmul(NodeArgs n) {
    n.inputs(2, 2);
    n.real(1);
    n.emit(new MatMul(), n.real(0), n.in(0), n.in(1));
  }

  private static void gemm(NodeArgs n) {
    n.inputs(n.opset() < 11 ? 3 : 2, 3);
    n.real(1);
    Gemm module =
        new Gemm(
            n.number("alpha", 1),
            n.number("beta", 1),
            n.integer("transA", 0) != 0,
            n.integer("transB", 0) != 0);
    if (n.has(2)) {
      n.real(2);
      n.emit(module, n.real(0), n.in(0), n.in(1), n.in(2));
    } else {
      n.emit(module, n.real(0), n.in(0), n.in(1));
    }
  }

  private static void reduceMean(NodeArgs n) {
    boolean attribute = n.opset() < 18;
    n.inputs(1, attribute ? 1 : 2);
    boolean keep = n.flag("keepdims", true);
    boolean none = !attribute && n.flag("noop_with_empty_axes", false);
    ReduceMean module = new ReduceMean(keep, none);
    if (attribute && n.hasAttribute("axes")) {
      String axes = n.constant("axes", list(n.integers("axes")));
      n.emit(module, n.real(0), n.in(0), axes);
    } else if (n.has(1)) {
      n.emit(module, n.real(0), n.in(0), n.integers(1));
    } else {
      n.emit(module, n.real(0), n.in(0));
    }
  }

  private static void softmax(NodeArgs n) {
    n.inputs(1, 1);
    boolean flattens = n.opset() < 13;
    n.emit(new Softmax(n.small("axis", flattens ? 1 : -1), flattens), n.real(0), n.in(0));
  }

  private static void cast(NodeArgs n) {
    n.inputs(1, 1);
    // These two concern 8-bit floats, which are not supported.
    n.ignore("saturate");
    n.ignore("round_mode");
    OnnxType to = OnnxType.of(n.integer("to"));
    if (to == n.type(0) && to == OnnxType.FLOAT) {
      n.pass(0);
      return;
    }
    n.emit(new Cast(target(to)), to, n.in(0));
  }

  private static Cast.To target(OnnxType type) {
    return switch (type) {
      case FLOAT -> Cast.To.FLOAT32;
      case FLOAT16 -> Cast.To.FLOAT16;
      case BFLOAT16 -> Cast.To.BFLOAT16;
      case INT64 -> Cast.To.INT64;
      case INT32 -> Cast.To.INT32;
      case INT8 -> Cast.To.INT8;
      case UINT8 -> Cast.To.UINT8;
      case BOOL -> Cast.To.BOOL;
    };
  }

  private static void slice(NodeArgs n) {
    List<String> inputs = new ArrayList<>();
    if (n.opset() < 10) {
      n.inputs(1, 1);
      inputs.add(n.in(0));
      inputs.add(n.constant("starts", list(n.integers("starts"))));
      inputs.add(n.constant("ends", list(n.integers("ends"))));
      boolean axes = n.hasAttribute("axes");
      if (axes) {
        inputs.add(n.constant("axes", list(n.integers("axes"))));
      }
      n.emit(new Slice(axes, false), n.type(0), inputs);
      return;
    }
    n.inputs(3, 5);
    inputs.add(n.in(0));
    for (int i = 1; i < 5; i++) {
      if (i < 3 || n.has(i)) {
        inputs.add(n.integers(i));
      }
    }
    n.emit(new Slice(n.has(3), n.has(4)), n.type(0), inputs);
  }

  private static void identity(NodeArgs n) {
    n.inputs(1, 1);
    n.pass(0);
  }

  /** Outside of training, dropout drops nothing. */
  private static void dropout(NodeArgs n) {
    n.inputs(1, n.opset() < 12 ? 1 : 2);
    n.ignore("ratio");
    n.ignore("seed");
    n.pass(0);
  }
}
