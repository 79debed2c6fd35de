package dev.octet.quantization.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.numerics.ChooseQParams;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A range of values that gets a scale and a zero point.
 *
 * @param min least value
 * @param max greatest value
 * @param qmin least integer
 * @param qmax greatest integer
 * @param preserveSparsity whether 0.0 maps to the middle
 */
public record RangeCase(float min, float max, int qmin, int qmax, boolean preserveSparsity) {
  /**
   * FBGEMM's {@code ChooseQuantizationParams}, as fused fake quantization calls it.
   *
   * @param scale the scale
   * @param zeroPoint the zero point
   */
  public record Answer(float scale, int zeroPoint) {}

  /**
   * Compares.
   *
   * @param answer FBGEMM's
   * @param what for messages: the seed
   */
  public void check(Answer answer, String what) {
    ChooseQParams ours = ChooseQParams.of(min, max, qmin, qmax, preserveSparsity);
    assertThat(ours)
        .as("%s, %s", this, what)
        .isEqualTo(new ChooseQParams(answer.scale, answer.zeroPoint));
  }

  /**
   * For a golden file.
   *
   * @param answer FBGEMM's
   * @return named values
   */
  public Map<String, Object> values(Answer answer) {
    Map<String, Object> v = new LinkedHashMap<>();
    v.put("min", min);
    v.put("max", max);
    v.put("qmin", qmin);
    v.put("qmax", qmax);
    v.put("preserveSparsity", preserveSparsity ? 1 : 0);
    v.put("scale", answer.scale);
    v.put("zeroPoint", answer.zeroPoint);
    return v;
  }

  /**
   * From a golden file.
   *
   * @param v named values
   * @return the case
   */
  public static RangeCase of(Map<String, Object> v) {
    return new RangeCase(
        (float) v.get("min"),
        (float) v.get("max"),
        (int) v.get("qmin"),
        (int) v.get("qmax"),
        (int) v.get("preserveSparsity") == 1);
  }

  /**
   * FBGEMM's answer from a golden file.
   *
   * @param v named values
   * @return the answer
   */
  public static Answer answerOf(Map<String, Object> v) {
    return new Answer((float) v.get("scale"), (int) v.get("zeroPoint"));
  }
}
