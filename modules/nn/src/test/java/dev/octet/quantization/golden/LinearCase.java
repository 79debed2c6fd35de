package dev.octet.quantization.golden;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A linear layer and an input for it.
 *
 * @param name what is special about it
 * @param m rows of the input
 * @param n outputs
 * @param k inputs
 * @param x the input, [m, k]
 * @param weight the weight, [n, k]
 * @param bias the bias, [n], or null
 * @param perChannel whether weights have a scale for each output
 * @param reduceRange whether the input uses 7 bits
 */
public record LinearCase(
    String name,
    int m,
    int n,
    int k,
    float[] x,
    float[] weight,
    float[] bias,
    boolean perChannel,
    boolean reduceRange) {

  /**
   * What PyTorch makes of it.
   *
   * @param scale the input's, by {@code _choose_qparams_per_tensor}
   * @param zeroPoint the input's, by the same
   * @param plain the input's integers by {@code quantize_per_tensor}, [m, k], 0 to 255
   * @param dequantized {@code dequantize} of those
   * @param fused the input's integers inside {@code quantized::linear_dynamic}, [m, k], 0 to 255
   * @param weightScales one for each output, or one
   * @param weightIntegers [n, k], -128 to 127
   * @param accumulators {@code linear_dynamic} with the same integers, all weight scales 1 and no
   *     bias: each sum of products, as a float, times {@code scale}
   * @param y {@code linear_dynamic}, [m, n]
   * @param relu {@code linear_relu_dynamic}, [m, n]
   */
  public record Answer(
      float scale,
      int zeroPoint,
      byte[] plain,
      float[] dequantized,
      byte[] fused,
      float[] weightScales,
      byte[] weightIntegers,
      float[] accumulators,
      float[] y,
      float[] relu) {}

  /**
   * For a golden file.
   *
   * @param answer PyTorch's answer
   * @return named values
   */
  public Map<String, Object> values(Answer answer) {
    Map<String, Object> v = new LinkedHashMap<>();
    v.put("name", name);
    v.put("m", m);
    v.put("n", n);
    v.put("k", k);
    v.put("x", x);
    v.put("weight", weight);
    if (bias != null) {
      v.put("bias", bias);
    }
    v.put("perChannel", perChannel ? 1 : 0);
    v.put("reduceRange", reduceRange ? 1 : 0);
    v.put("scale", answer.scale);
    v.put("zeroPoint", answer.zeroPoint);
    v.put("plain", answer.plain);
    v.put("dequantized", answer.dequantized);
    v.put("fused", answer.fused);
    v.put("weightScales", answer.weightScales);
    v.put("weightIntegers", answer.weightIntegers);
    v.put("accumulators", answer.accumulators);
    v.put("y", answer.y);
    v.put("relu", answer.relu);
    return v;
  }

  /**
   * From a golden file.
   *
   * @param v named values
   * @return the case
   */
  public static LinearCase of(Map<String, Object> v) {
    return new LinearCase(
        (String) v.get("name"),
        (int) v.get("m"),
        (int) v.get("n"),
        (int) v.get("k"),
        (float[]) v.get("x"),
        (float[]) v.get("weight"),
        (float[]) v.get("bias"),
        (int) v.get("perChannel") == 1,
        (int) v.get("reduceRange") == 1);
  }

  /**
   * PyTorch's answer from a golden file.
   *
   * @param v named values
   * @return the answer
   */
  public static Answer answerOf(Map<String, Object> v) {
    return new Answer(
        (float) v.get("scale"),
        (int) v.get("zeroPoint"),
        (byte[]) v.get("plain"),
        (float[]) v.get("dequantized"),
        (byte[]) v.get("fused"),
        (float[]) v.get("weightScales"),
        (byte[]) v.get("weightIntegers"),
        (float[]) v.get("accumulators"),
        (float[]) v.get("y"),
        (float[]) v.get("relu"));
  }

  @Override
  public String toString() {
    return name
        + " ["
        + m
        + ", "
        + k
        + "] x ["
        + n
        + ", "
        + k
        + "]"
        + (bias == null ? ", no bias" : "")
        + (perChannel ? ", per channel" : ", per tensor")
        + (reduceRange ? ", 7 bits" : ", 8 bits");
  }
}
