package dev.octet.nn.modules;

import dev.octet.nn.ModuleState;
import dev.octet.numerics.Affine;
import dev.octet.tensor.QParams;

/**
 * What results of a layer are cut off at: a fused ReLU, ReLU6 or clamp. NaN stays NaN.
 *
 * @param least least result; negative infinity where there is no limit
 * @param greatest greatest result; infinity where there is no limit
 */
public record Limits(float least, float greatest) {
  /** No limits. */
  public static final Limits NONE = new Limits(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /** Nothing below 0. */
  public static final Limits RELU = new Limits(0, Float.POSITIVE_INFINITY);

  /** From 0 to 6. */
  public static final Limits RELU6 = new Limits(0, 6);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the least is above the greatest, or one is NaN
   */
  public Limits {
    if (!(least <= greatest)) {
      throw new IllegalArgumentException("limits " + least + " and " + greatest);
    }
  }

  /**
   * Whether nothing is cut off.
   *
   * @return true for {@link #NONE}
   */
  public boolean isNone() {
    return is(NONE);
  }

  /**
   * What type names of layers with these limits end in.
   *
   * @return empty without limits
   */
  public String suffix() {
    return isNone() ? "" : is(RELU) ? "_relu" : is(RELU6) ? "_relu6" : "_clamp";
  }

  /** A record's own equals is linked at its first call: 20 ms of a cold start. */
  private boolean is(Limits other) {
    return Float.compare(least, other.least) == 0 && Float.compare(greatest, other.greatest) == 0;
  }

  /**
   * The type names that a layer has with limits of any kind.
   *
   * @param type its name without
   * @return the names
   */
  public static String[] types(String type) {
    return new String[] {type, type + "_relu", type + "_relu6", type + "_clamp"};
  }

  /**
   * The integer that stands for the least result.
   *
   * @param p what integers stand for
   * @param qmin least integer
   * @param qmax greatest integer
   * @return from {@code qmin} to {@code qmax}
   */
  public int least(QParams p, int qmin, int qmax) {
    return Affine.quantize(least, p.scale(0), p.zeroPoint(0), qmin, qmax);
  }

  /**
   * The integer that stands for the greatest result.
   *
   * @param p what integers stand for
   * @param qmin least integer
   * @param qmax greatest integer
   * @return from {@code qmin} to {@code qmax}
   */
  public int greatest(QParams p, int qmin, int qmax) {
    return Affine.quantize(greatest, p.scale(0), p.zeroPoint(0), qmin, qmax);
  }

  /**
   * A state with these limits.
   *
   * @param state any state
   * @return the state itself where there are none
   */
  public ModuleState in(ModuleState state) {
    return isNone() ? state : state.with("least", least).with("greatest", greatest);
  }

  /**
   * The limits in a state.
   *
   * @param state what {@link #in} gave
   * @return the limits
   */
  public static Limits of(ModuleState state) {
    return state.settings().containsKey("least")
        ? new Limits(state.floatOf("least"), state.floatOf("greatest"))
        : NONE;
  }
}
