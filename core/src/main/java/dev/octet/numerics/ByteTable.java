package dev.octet.numerics;

import java.util.function.DoubleUnaryOperator;

/**
 * Functions of 8-bit integers as tables of 256 bytes: entry i is the result for the byte i, read
 * without its sign. Each is {@code quantize(fl(f(dequantize(q))))}, f in double precision, so that
 * a table has the same bytes on every machine.
 *
 * <p>PyTorch settles the output's parameters for some functions ({@code
 * aten/src/ATen/native/quantized/cpu/qsigmoid.cpp}, {@code qtanh.cpp}, QuantizedOpKernels.cpp):
 * {@link #sigmoidOutput} for sigmoid and hard sigmoid, {@link #tanhOutput} for tanh; GELU keeps its
 * input's.
 */
public final class ByteTable {
  private ByteTable() {}

  /**
   * The table of any function.
   *
   * @param x what arguments stand for
   * @param y what results stand for
   * @param f the function
   * @return 256 bytes
   */
  public static byte[] of(ByteParams x, ByteParams y, DoubleUnaryOperator f) {
    byte[] table = new byte[256];
    for (int i = 0; i < 256; i++) {
      table[i] = y.quantize((float) f.applyAsDouble(x.dequantize((byte) i)));
    }
    return table;
  }

  /**
   * The parameters of results from 0 to 1: scale 1/256 and the least integer for 0.
   *
   * @param unsigned whether integers are 0 to 255
   * @return (1/256, 0) or (1/256, -128)
   */
  public static ByteParams sigmoidOutput(boolean unsigned) {
    return new ByteParams(1f / 256, unsigned ? 0 : -128, unsigned);
  }

  /**
   * The parameters of results from -1 to 1: scale 2/256 and the middle integer for 0.
   *
   * @param unsigned whether integers are 0 to 255
   * @return (1/128, 128) or (1/128, 0)
   */
  public static ByteParams tanhOutput(boolean unsigned) {
    return new ByteParams(1f / 128, unsigned ? 128 : 0, unsigned);
  }

  /**
   * {@code 1 / (1 + e^-x)}.
   *
   * @param x the argument
   * @return from 0 to 1
   */
  public static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /**
   * {@code min(max(x + 3, 0), 6) / 6}.
   *
   * @param x the argument
   * @return from 0 to 1
   */
  public static double hardSigmoid(double x) {
    return Math.clamp(x + 3, 0, 6) / 6;
  }

  /**
   * {@code x * hardSigmoid(x)} (Howard and others, Searching for MobileNetV3, 2019).
   *
   * @param x the argument
   * @return the value
   */
  public static double hardSwish(double x) {
    return x * Math.clamp(x + 3, 0, 6) / 6;
  }

  /**
   * {@code x * sigmoid(x)}.
   *
   * @param x the argument
   * @return the value
   */
  public static double silu(double x) {
    return x / (1 + StrictMath.exp(-x));
  }

  /**
   * {@code x * (1 + erf(x / sqrt 2)) / 2}.
   *
   * @param x the argument
   * @return the value
   */
  public static double gelu(double x) {
    return x == Double.NEGATIVE_INFINITY ? 0 : x * ErrorFunction.erfc(-x / Math.sqrt(2)) / 2;
  }

  /**
   * GELU with the tanh in place of erf: {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) /
   * 2}.
   *
   * @param x the argument
   * @return the value
   */
  public static double geluTanh(double x) {
    return 0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /**
   * {@code scale * (x > 0 ? x : alpha * (e^(inputScale * x) - 1))}. ELU has both scales 1; CELU has
   * {@code inputScale = 1 / alpha}.
   *
   * @param alpha what the function goes to on the left, negated, before scaling
   * @param scale factor of the result
   * @param inputScale factor of negative arguments
   * @return the function
   */
  public static DoubleUnaryOperator elu(double alpha, double scale, double inputScale) {
    return x -> scale * (x > 0 ? x : alpha * StrictMath.expm1(inputScale * x));
  }

  /**
   * {@code x > 0 ? x : slope * x}.
   *
   * @param slope factor of negative arguments
   * @return the function
   */
  public static DoubleUnaryOperator leakyRelu(double slope) {
    return x -> x > 0 ? x : slope * x;
  }

  /**
   * {@code x > limit ? x : value}.
   *
   * @param limit up to here the argument is replaced
   * @param value by this
   * @return the function
   */
  public static DoubleUnaryOperator threshold(double limit, double value) {
    return x -> x > limit ? x : value;
  }
}
