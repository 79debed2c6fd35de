package dev.octet.benchmarks.peers;

import static dev.octet.benchmarks.peers.OnnxModel.FLOAT;
import static dev.octet.benchmarks.peers.OnnxModel.INT8;
import static dev.octet.benchmarks.peers.OnnxModel.MICROSOFT;
import static dev.octet.benchmarks.peers.OnnxModel.UINT8;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ChooseQParams;
import java.util.List;

/** ONNX Runtime's linear layers, a session of one node each. */
final class OnnxLinear {
  private final Onnx onnx;
  private final LinearShape s;
  private final Operands operands;
  private final long[] xDims;
  private final long[] yDims;

  OnnxLinear(Onnx onnx, LinearShape shape, Operands operands) {
    this.onnx = onnx;
    this.s = shape;
    this.operands = operands;
    xDims = new long[] {shape.m(), shape.k()};
    yDims = new long[] {shape.m(), shape.n()};
  }

  Variant floats() throws OrtException {
    OnnxModel model =
        new OnnxModel()
            .input("x", FLOAT, xDims)
            .output("y", FLOAT, yDims)
            .constant("w", transposed(operands.weight().array()), s.k(), s.n())
            .constant("b", operands.bias().array(), s.n())
            .node("", "Gemm", List.of("x", "w", "b"), "y");
    Onnx.Run run = floatRun(model);
    return Variant.peer(Group.FLOAT_LINEAR, Numbers.FLOAT, "onnxruntime Gemm", run, run::floats);
  }

  /** Float in, float out; the whole input has one scale. */
  Variant dynamic() throws OrtException {
    OnnxModel model =
        quantizedWeight(new OnnxModel().input("x", FLOAT, xDims).output("y", FLOAT, yDims))
            .constant("b", operands.bias().array(), s.n())
            .node(
                MICROSOFT,
                "DynamicQuantizeMatMul",
                List.of("x", "w", "w_scale", "w_zero_point", "b"),
                "y");
    Onnx.Run run = floatRun(model);
    return Variant.peer(
        Group.LINEAR_DYNAMIC, Numbers.INT8, "onnxruntime DynamicQuantizeMatMul", run, run::floats);
  }

  /** 8 bits in, 8 bits out. */
  Variant fixed(ChooseQParams y) throws OrtException {
    OnnxModel model =
        quantizedWeight(new OnnxModel().input("x", UINT8, xDims).output("y", UINT8, yDims))
            .constant("x_scale", new float[] {operands.inputScale()})
            .constant("x_zero_point", UINT8, new byte[] {(byte) operands.inputZeroPoint()})
            .constant("y_scale", new float[] {y.scale()})
            .constant("y_zero_point", UINT8, new byte[] {(byte) y.zeroPoint()})
            .constant("b", bias(operands), s.n())
            .node(
                MICROSOFT,
                "QGemm",
                List.of(
                    "x",
                    "x_scale",
                    "x_zero_point",
                    "w",
                    "w_scale",
                    "w_zero_point",
                    "b",
                    "y_scale",
                    "y_zero_point"),
                "y");
    Onnx.Run run =
        onnx.run(model, operands.qx().array(), xDims, s.m() * s.n(), OnnxJavaType.UINT8, yDims);
    return Variant.peer(
        Group.LINEAR_STATIC,
        Numbers.INT8,
        "onnxruntime QGemm",
        run,
        () -> Operands.dequantize(run.bytes(), y));
  }

  private Onnx.Run floatRun(OnnxModel model) throws OrtException {
    return onnx.run(
        model, operands.x().array(), xDims, 4 * s.m() * s.n(), OnnxJavaType.FLOAT, yDims);
  }

  private OnnxModel quantizedWeight(OnnxModel model) {
    return model
        .constant(
            "w", INT8, Operands.transposed(operands.qweight().array(), s.n(), s.k()), s.k(), s.n())
        .constant("w_scale", operands.weightScales(), s.n())
        .constant("w_zero_point", INT8, new byte[s.n()], s.n());
  }

  private float[] transposed(float[] weight) {
    return Operands.transposed(weight, s.n(), s.k());
  }

  /** The bias in accumulators, which ONNX has in whole numbers. */
  static int[] bias(Operands operands) {
    float[] scales = operands.weightScales();
    int[] bias = new int[scales.length];
    for (int i = 0; i < bias.length; i++) {
      float b = operands.bias().array()[i];
      bias[i] = Math.round(Affine.biasInAccumulators(b, operands.inputScale(), scales[i]));
    }
    return bias;
  }
}
