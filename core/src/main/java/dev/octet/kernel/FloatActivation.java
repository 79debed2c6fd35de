package dev.octet.kernel;

/**
 * Float activations that have parameters or corners. Each is the stated sequence of float
 * operations, every one rounded, and so the same everywhere but for {@link #elu}, which is within 2
 * ulp of the exact value, near 0 too. NaN stays NaN.
 */
public interface FloatActivation extends Kernel {
  /**
   * Limits: {@code min(max(x, lo), hi)}: hardtanh, ReLU6, clamp.
   *
   * @param x arguments
   * @param offset index of the first
   * @param n how many
   * @param lo least result
   * @param hi greatest result, at least {@code lo}
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void clamp(float[] x, int offset, int n, float lo, float hi, float[] y, int to);

  /**
   * PReLU and leaky ReLU: {@code x < 0 ? x * slope[i] : x}.
   *
   * @param x arguments
   * @param offset index of the first
   * @param n how many
   * @param slope factors of negative arguments
   * @param at index of the first
   * @param step 1 for one for each element, the channels of a channels-last run; 0 for one for all
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void prelu(float[] x, int offset, int n, float[] slope, int at, int step, float[] y, int to);

  /**
   * {@code min(max(x + 3, 0), 6) * fl(1/6)}.
   *
   * @param x arguments
   * @param offset index of the first
   * @param n how many
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void hardSigmoid(float[] x, int offset, int n, float[] y, int to);

  /**
   * {@code (x * min(max(x + 3, 0), 6)) * fl(1/6)}.
   *
   * @param x arguments
   * @param offset index of the first
   * @param n how many
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void hardSwish(float[] x, int offset, int n, float[] y, int to);

  /**
   * {@code x > 0 ? x : alpha * (e^(inputScale * x) - 1)}: ELU with an input scale of 1, CELU with
   * {@code 1 / alpha}.
   *
   * @param x arguments
   * @param offset index of the first
   * @param n how many
   * @param alpha what the function goes to on the left, negated
   * @param inputScale factor of negative arguments, positive
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void elu(float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to);
}
