package dev.octet.kernels.vector;

import dev.octet.kernel.panel.DepthwiseTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DepthwiseTile} of 8 or 4 pixels by one vector of channels: the weights of a tap are loaded
 * once for all of them, and inputs are memory operands of the multiply-add, so that 16 registers
 * are enough. Sums start from memory: a vector that is handed over would be an object. The last
 * pixels of a line are computed once more rather than by another loop.
 */
final class VectorDepthwiseTile implements DepthwiseTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void multiply(
      int pixels,
      int channels,
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      float[] start,
      int startAt,
      float[] c) {
    if (endTap - firstTap == 9) {
      boolean slides = pixels >= 4 && slides(firstTap, offsets, step);
      for (int ch = 0; ch < channels; ch += LANES) {
        int from = xAt + ch;
        int s = startAt + ch;
        if (slides) {
          sliding(
              pixels,
              firstTap,
              x,
              from,
              step,
              offsets,
              w,
              firstTap * channels + ch,
              channels,
              start,
              s,
              c,
              ch);
        } else {
          nine(
              pixels,
              firstTap,
              x,
              from,
              step,
              offsets,
              w,
              firstTap * channels + ch,
              channels,
              start,
              s,
              c,
              ch);
        }
      }
      return;
    }
    int group = pixels >= 8 ? 8 : pixels >= 4 ? 4 : 1;
    for (int i = 0; i < pixels; i += group) {
      int p = Math.min(i, pixels - group);
      int at = xAt + p * step;
      int to = p * channels;
      for (int ch = 0; ch < channels; ch += LANES, at += LANES, to += LANES) {
        int s = startAt + ch;
        switch (group) {
          case 8 -> eight(firstTap, endTap, x, at, step, offsets, w, ch, channels, start, s, c, to);
          case 4 -> four(firstTap, endTap, x, at, step, offsets, w, ch, channels, start, s, c, to);
          default -> one(firstTap, endTap, x, at, offsets, w, ch, channels, start, s, c, to);
        }
      }
    }
  }

  /** Whether three taps each lie one pixel apart, so that neighbours see two of them again. */
  private static boolean slides(int tap, int[] offsets, int step) {
    for (int t = tap; t < tap + 9; t += 3) {
      if (offsets[t + 1] - offsets[t] != step || offsets[t + 2] - offsets[t + 1] != step) {
        return false;
      }
    }
    return true;
  }

  /** 3 x 3 with stride 1: four pixels see eighteen inputs, each loaded once. */
  private static void sliding(
      int pixels,
      int tap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      int channels,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector w0 = FloatVector.fromArray(F, w, wAt);
    FloatVector w1 = FloatVector.fromArray(F, w, wAt + channels);
    FloatVector w2 = FloatVector.fromArray(F, w, wAt + 2 * channels);
    FloatVector w3 = FloatVector.fromArray(F, w, wAt + 3 * channels);
    FloatVector w4 = FloatVector.fromArray(F, w, wAt + 4 * channels);
    FloatVector w5 = FloatVector.fromArray(F, w, wAt + 5 * channels);
    FloatVector w6 = FloatVector.fromArray(F, w, wAt + 6 * channels);
    FloatVector w7 = FloatVector.fromArray(F, w, wAt + 7 * channels);
    FloatVector w8 = FloatVector.fromArray(F, w, wAt + 8 * channels);
    FloatVector first = FloatVector.fromArray(F, start, startAt);
    int row0 = xAt + offsets[tap];
    int row1 = xAt + offsets[tap + 3];
    int row2 = xAt + offsets[tap + 6];
    for (int i = 0; i < pixels; i += 4) {
      int p = Math.min(i, pixels - 4);
      int at = row0 + p * step;
      FloatVector y0 = FloatVector.fromArray(F, x, at);
      FloatVector y1 = FloatVector.fromArray(F, x, at + step);
      FloatVector y2 = FloatVector.fromArray(F, x, at + 2 * step);
      FloatVector y3 = FloatVector.fromArray(F, x, at + 3 * step);
      FloatVector y4 = FloatVector.fromArray(F, x, at + 4 * step);
      FloatVector y5 = FloatVector.fromArray(F, x, at + 5 * step);
      FloatVector c0 = w2.fma(y2, w1.fma(y1, w0.fma(y0, first)));
      FloatVector c1 = w2.fma(y3, w1.fma(y2, w0.fma(y1, first)));
      FloatVector c2 = w2.fma(y4, w1.fma(y3, w0.fma(y2, first)));
      FloatVector c3 = w2.fma(y5, w1.fma(y4, w0.fma(y3, first)));
      at = row1 + p * step;
      y0 = FloatVector.fromArray(F, x, at);
      y1 = FloatVector.fromArray(F, x, at + step);
      y2 = FloatVector.fromArray(F, x, at + 2 * step);
      y3 = FloatVector.fromArray(F, x, at + 3 * step);
      y4 = FloatVector.fromArray(F, x, at + 4 * step);
      y5 = FloatVector.fromArray(F, x, at + 5 * step);
      c0 = w5.fma(y2, w4.fma(y1, w3.fma(y0, c0)));
      c1 = w5.fma(y3, w4.fma(y2, w3.fma(y1, c1)));
      c2 = w5.fma(y4, w4.fma(y3, w3.fma(y2, c2)));
      c3 = w5.fma(y5, w4.fma(y4, w3.fma(y3, c3)));
      at = row2 + p * step;
      y0 = FloatVector.fromArray(F, x, at);
      y1 = FloatVector.fromArray(F, x, at + step);
      y2 = FloatVector.fromArray(F, x, at + 2 * step);
      y3 = FloatVector.fromArray(F, x, at + 3 * step);
      y4 = FloatVector.fromArray(F, x, at + 4 * step);
      y5 = FloatVector.fromArray(F, x, at + 5 * step);
      int to = cAt + p * channels;
      w8.fma(y2, w7.fma(y1, w6.fma(y0, c0))).intoArray(c, to);
      w8.fma(y3, w7.fma(y2, w6.fma(y1, c1))).intoArray(c, to + channels);
      w8.fma(y4, w7.fma(y3, w6.fma(y2, c2))).intoArray(c, to + 2 * channels);
      w8.fma(y5, w7.fma(y4, w6.fma(y3, c3))).intoArray(c, to + 3 * channels);
    }
  }

  /** 3 x 3: weights stay in registers, and a line is one loop without sums that live on. */
  private static void nine(
      int pixels,
      int tap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      int channels,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector w0 = FloatVector.fromArray(F, w, wAt);
    FloatVector w1 = FloatVector.fromArray(F, w, wAt + channels);
    FloatVector w2 = FloatVector.fromArray(F, w, wAt + 2 * channels);
    FloatVector w3 = FloatVector.fromArray(F, w, wAt + 3 * channels);
    FloatVector w4 = FloatVector.fromArray(F, w, wAt + 4 * channels);
    FloatVector w5 = FloatVector.fromArray(F, w, wAt + 5 * channels);
    FloatVector w6 = FloatVector.fromArray(F, w, wAt + 6 * channels);
    FloatVector w7 = FloatVector.fromArray(F, w, wAt + 7 * channels);
    FloatVector w8 = FloatVector.fromArray(F, w, wAt + 8 * channels);
    FloatVector first = FloatVector.fromArray(F, start, startAt);
    int o0 = xAt + offsets[tap];
    int o1 = xAt + offsets[tap + 1];
    int o2 = xAt + offsets[tap + 2];
    int o3 = xAt + offsets[tap + 3];
    int o4 = xAt + offsets[tap + 4];
    int o5 = xAt + offsets[tap + 5];
    int o6 = xAt + offsets[tap + 6];
    int o7 = xAt + offsets[tap + 7];
    int o8 = xAt + offsets[tap + 8];
    for (int i = 0, at = 0, to = cAt; i < pixels; i++, at += step, to += channels) {
      FloatVector a = w0.fma(FloatVector.fromArray(F, x, o0 + at), first);
      FloatVector b = w1.mul(FloatVector.fromArray(F, x, o1 + at));
      FloatVector d = w2.mul(FloatVector.fromArray(F, x, o2 + at));
      a = w3.fma(FloatVector.fromArray(F, x, o3 + at), a);
      b = w4.fma(FloatVector.fromArray(F, x, o4 + at), b);
      d = w5.fma(FloatVector.fromArray(F, x, o5 + at), d);
      a = w6.fma(FloatVector.fromArray(F, x, o6 + at), a);
      b = w7.fma(FloatVector.fromArray(F, x, o7 + at), b);
      d = w8.fma(FloatVector.fromArray(F, x, o8 + at), d);
      a.add(b).add(d).intoArray(c, to);
    }
  }

  private static void eight(
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      int channels,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(F, start, startAt);
    FloatVector c1 = FloatVector.fromArray(F, start, startAt);
    FloatVector c2 = FloatVector.fromArray(F, start, startAt);
    FloatVector c3 = FloatVector.fromArray(F, start, startAt);
    FloatVector c4 = FloatVector.fromArray(F, start, startAt);
    FloatVector c5 = FloatVector.fromArray(F, start, startAt);
    FloatVector c6 = FloatVector.fromArray(F, start, startAt);
    FloatVector c7 = FloatVector.fromArray(F, start, startAt);
    for (int t = firstTap; t < endTap; t++) {
      FloatVector y = FloatVector.fromArray(F, w, wAt + t * channels);
      int at = xAt + offsets[t];
      c0 = y.fma(FloatVector.fromArray(F, x, at), c0);
      c1 = y.fma(FloatVector.fromArray(F, x, at + step), c1);
      c2 = y.fma(FloatVector.fromArray(F, x, at + 2 * step), c2);
      c3 = y.fma(FloatVector.fromArray(F, x, at + 3 * step), c3);
      c4 = y.fma(FloatVector.fromArray(F, x, at + 4 * step), c4);
      c5 = y.fma(FloatVector.fromArray(F, x, at + 5 * step), c5);
      c6 = y.fma(FloatVector.fromArray(F, x, at + 6 * step), c6);
      c7 = y.fma(FloatVector.fromArray(F, x, at + 7 * step), c7);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + channels);
    c2.intoArray(c, cAt + 2 * channels);
    c3.intoArray(c, cAt + 3 * channels);
    c4.intoArray(c, cAt + 4 * channels);
    c5.intoArray(c, cAt + 5 * channels);
    c6.intoArray(c, cAt + 6 * channels);
    c7.intoArray(c, cAt + 7 * channels);
  }

  private static void four(
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      int channels,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(F, start, startAt);
    FloatVector c1 = FloatVector.fromArray(F, start, startAt);
    FloatVector c2 = FloatVector.fromArray(F, start, startAt);
    FloatVector c3 = FloatVector.fromArray(F, start, startAt);
    for (int t = firstTap; t < endTap; t++) {
      FloatVector y = FloatVector.fromArray(F, w, wAt + t * channels);
      int at = xAt + offsets[t];
      c0 = y.fma(FloatVector.fromArray(F, x, at), c0);
      c1 = y.fma(FloatVector.fromArray(F, x, at + step), c1);
      c2 = y.fma(FloatVector.fromArray(F, x, at + 2 * step), c2);
      c3 = y.fma(FloatVector.fromArray(F, x, at + 3 * step), c3);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + channels);
    c2.intoArray(c, cAt + 2 * channels);
    c3.intoArray(c, cAt + 3 * channels);
  }

  private static void one(
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      int channels,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector sum = FloatVector.fromArray(F, start, startAt);
    for (int t = firstTap; t < endTap; t++) {
      FloatVector y = FloatVector.fromArray(F, w, wAt + t * channels);
      sum = y.fma(FloatVector.fromArray(F, x, xAt + offsets[t]), sum);
    }
    sum.intoArray(c, cAt);
  }
}
