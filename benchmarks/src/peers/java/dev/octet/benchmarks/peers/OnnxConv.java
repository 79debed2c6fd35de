package dev.octet.benchmarks.peers;

import static dev.octet.benchmarks.peers.OnnxModel.FLOAT;
import static dev.octet.benchmarks.peers.OnnxModel.INT8;
import static dev.octet.benchmarks.peers.OnnxModel.MICROSOFT;
import static dev.octet.benchmarks.peers.OnnxModel.UINT8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import dev.octet.benchmarks.peers.OnnxModel.Attribute;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.numerics.ChooseQParams;
import java.util.List;

/**
 * ONNX Runtime's convolutions with ReLU, a session each. The float one has planes of channels, as
 * the format wants, and blocks them inside; the int8 one is the runtime's own with channels last.
 */
final class OnnxConv {
  private final Onnx onnx;
  private final ConvShape s;
  private final Operands operands;
  private final Attribute[] attributes;

  OnnxConv(Onnx onnx, ConvShape shape, Operands operands) {
    this.onnx = onnx;
    this.s = shape;
    this.operands = operands;
    attributes =
        new Attribute[] {
          Attribute.list("kernel_shape", shape.kernel(), shape.kernel()),
          Attribute.list("strides", shape.stride(), shape.stride()),
          Attribute.list(
              "pads", shape.padding(), shape.padding(), shape.padding(), shape.padding()),
          Attribute.of("group", shape.groups())
        };
  }

  Variant floats() throws OrtException {
    long[] xDims = {1, s.in(), s.size(), s.size()};
    long[] yDims = {1, s.out(), s.outSize(), s.outSize()};
    OnnxModel model =
        new OnnxModel()
            .input("x", FLOAT, xDims)
            .output("y", FLOAT, yDims)
            .constant("w", operands.weight().array(), weightDims())
            .constant("b", operands.bias().array(), s.out())
            .node("", "Conv", List.of("x", "w", "b"), "z", attributes)
            .node("", "Relu", List.of("z"), "y");
    Onnx.Run run =
        onnx.run(model, operands.x().array(), xDims, 4 * results(), OnnxJavaType.FLOAT, yDims);
    return Variant.peer(
        Group.FLOAT_CONV,
        Numbers.FLOAT,
        "onnxruntime Conv",
        run,
        () -> Operands.transposed(run.floats(), s.out(), s.outSize() * s.outSize()));
  }

  /** The output's zero point is its least integer, so that it needs no ReLU. */
  Variant int8(ChooseQParams y) throws OrtException {
    long[] xDims = {1, s.size(), s.size(), s.in()};
    long[] yDims = {1, s.outSize(), s.outSize(), s.out()};
    OnnxModel model =
        new OnnxModel()
            .input("x", UINT8, xDims)
            .output("y", UINT8, yDims)
            .constant("x_scale", new float[] {operands.inputScale()})
            .constant("x_zero_point", UINT8, new byte[] {(byte) operands.inputZeroPoint()})
            .constant("w", INT8, operands.qweight().array(), weightDims())
            .constant("w_scale", operands.weightScales(), s.out())
            .constant("w_zero_point", INT8, new byte[s.out()], s.out())
            .constant("y_scale", new float[] {y.scale()})
            .constant("y_zero_point", UINT8, new byte[] {(byte) y.zeroPoint()})
            .constant("b", OnnxLinear.bias(operands), s.out())
            .node(
                MICROSOFT,
                "QLinearConv",
                List.of(
                    "x",
                    "x_scale",
                    "x_zero_point",
                    "w",
                    "w_scale",
                    "w_zero_point",
                    "y_scale",
                    "y_zero_point",
                    "b"),
                "y",
                attributes[0],
                attributes[1],
                attributes[2],
                attributes[3],
                Attribute.of("channels_last", 1));
    byte[] x = Operands.transposed(operands.qx().array(), s.in(), s.size() * s.size());
    Onnx.Run run = onnx.run(model, x, xDims, results(), OnnxJavaType.UINT8, yDims);
    return Variant.peer(
        Group.CONV,
        Numbers.INT8,
        "onnxruntime QLinearConv",
        run,
        () -> Operands.dequantize(run.bytes(), y));
  }

  private long[] weightDims() {
    return new long[] {s.out(), s.inPerGroup(), s.kernel(), s.kernel()};
  }

  private int results() {
    return s.out() * s.outSize() * s.outSize();
  }
}
