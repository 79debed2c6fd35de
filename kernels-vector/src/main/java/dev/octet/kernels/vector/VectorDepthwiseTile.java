package dev.octet.kernels.vector;

import dev.octet.kernel.panel.DepthwiseTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DepthwiseTile} of one vector of channels. Neighbouring pixels lie a vector apart, a
 * distance that is a constant: one register addresses a line, and C2 joins the checks of its bounds
 * to those of its first and last access. With checks moved before the loop, 44 for each short line,
 * layers took 25.9 and 39.5 µs that now take 18.0 and 32.4 (960 channels at 7 x 7, 576 at 14 x 14,
 * 8-bit, 512 bits on a Zen 5).
 *
 * <p>3 x 3 kernels hold their weights in registers; with stride 1 four pixels see eighteen inputs,
 * each loaded once. Other kernels take 8 or 4 pixels at a time: the weights of a tap are loaded
 * once for all of them. Sums start from memory: a vector that is handed over would be an object.
 * The last pixels of a line are computed once more rather than by another loop.
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
      int lines,
      int lineStep,
      int pixels,
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      float[] start,
      int startAt,
      float[] c) {
    int tap = wAt + firstTap * LANES;
    if (endTap - firstTap != 9) {
      for (int l = 0; l < lines; l++) {
        int to = l * pixels * LANES;
        int at = xAt + l * lineStep;
        groups(pixels, firstTap, endTap, x, at, step, offsets, w, tap, start, startAt, c, to);
      }
    } else if (pixels >= 4 && slides(firstTap, offsets, step)) {
      sliding(lines, lineStep, pixels, firstTap, x, xAt, offsets, w, tap, start, startAt, c);
    } else {
      nine(lines, lineStep, pixels, firstTap, x, xAt, step, offsets, w, tap, start, startAt, c);
    }
  }

  /** Whether three taps each lie one pixel apart, so that neighbours see two of them again. */
  private static boolean slides(int tap, int[] offsets, int step) {
    if (step != LANES) {
      return false;
    }
    for (int t = tap; t < tap + 9; t += 3) {
      if (offsets[t + 1] - offsets[t] != LANES || offsets[t + 2] - offsets[t + 1] != LANES) {
        return false;
      }
    }
    return true;
  }

  /** 3 x 3, stride 1: groups of four pixels, the last one again. */
  private static void sliding(
      int lines,
      int lineStep,
      int pixels,
      int tap,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] start,
      int startAt,
      float[] c) {
    FloatVector w0 = FloatVector.fromArray(F, w, wAt);
    FloatVector w1 = FloatVector.fromArray(F, w, wAt + LANES);
    FloatVector w2 = FloatVector.fromArray(F, w, wAt + 2 * LANES);
    FloatVector w3 = FloatVector.fromArray(F, w, wAt + 3 * LANES);
    FloatVector w4 = FloatVector.fromArray(F, w, wAt + 4 * LANES);
    FloatVector w5 = FloatVector.fromArray(F, w, wAt + 5 * LANES);
    FloatVector w6 = FloatVector.fromArray(F, w, wAt + 6 * LANES);
    FloatVector w7 = FloatVector.fromArray(F, w, wAt + 7 * LANES);
    FloatVector w8 = FloatVector.fromArray(F, w, wAt + 8 * LANES);
    FloatVector first = FloatVector.fromArray(F, start, startAt);
    for (int l = 0; l < lines; l++) {
      int line = xAt + l * lineStep;
      for (int i = 0; i < pixels; i += 4) {
        int p = Math.min(i, pixels - 4) * LANES;
        int row0 = line + offsets[tap] + p;
        int row1 = line + offsets[tap + 3] + p;
        int row2 = line + offsets[tap + 6] + p;
        int to = l * pixels * LANES + p;
        FloatVector x00 = FloatVector.fromArray(F, x, row0);
        FloatVector x01 = FloatVector.fromArray(F, x, row0 + LANES);
        FloatVector x02 = FloatVector.fromArray(F, x, row0 + 2 * LANES);
        FloatVector x03 = FloatVector.fromArray(F, x, row0 + 3 * LANES);
        FloatVector x04 = FloatVector.fromArray(F, x, row0 + 4 * LANES);
        FloatVector x05 = FloatVector.fromArray(F, x, row0 + 5 * LANES);
        FloatVector c0 = w2.fma(x02, w1.fma(x01, w0.fma(x00, first)));
        FloatVector c1 = w2.fma(x03, w1.fma(x02, w0.fma(x01, first)));
        FloatVector c2 = w2.fma(x04, w1.fma(x03, w0.fma(x02, first)));
        FloatVector c3 = w2.fma(x05, w1.fma(x04, w0.fma(x03, first)));
        FloatVector x10 = FloatVector.fromArray(F, x, row1);
        FloatVector x11 = FloatVector.fromArray(F, x, row1 + LANES);
        FloatVector x12 = FloatVector.fromArray(F, x, row1 + 2 * LANES);
        FloatVector x13 = FloatVector.fromArray(F, x, row1 + 3 * LANES);
        FloatVector x14 = FloatVector.fromArray(F, x, row1 + 4 * LANES);
        FloatVector x15 = FloatVector.fromArray(F, x, row1 + 5 * LANES);
        c0 = w5.fma(x12, w4.fma(x11, w3.fma(x10, c0)));
        c1 = w5.fma(x13, w4.fma(x12, w3.fma(x11, c1)));
        c2 = w5.fma(x14, w4.fma(x13, w3.fma(x12, c2)));
        c3 = w5.fma(x15, w4.fma(x14, w3.fma(x13, c3)));
        FloatVector x20 = FloatVector.fromArray(F, x, row2);
        FloatVector x21 = FloatVector.fromArray(F, x, row2 + LANES);
        FloatVector x22 = FloatVector.fromArray(F, x, row2 + 2 * LANES);
        FloatVector x23 = FloatVector.fromArray(F, x, row2 + 3 * LANES);
        FloatVector x24 = FloatVector.fromArray(F, x, row2 + 4 * LANES);
        FloatVector x25 = FloatVector.fromArray(F, x, row2 + 5 * LANES);
        c0 = w8.fma(x22, w7.fma(x21, w6.fma(x20, c0)));
        c1 = w8.fma(x23, w7.fma(x22, w6.fma(x21, c1)));
        c2 = w8.fma(x24, w7.fma(x23, w6.fma(x22, c2)));
        c3 = w8.fma(x25, w7.fma(x24, w6.fma(x23, c3)));
        c0.intoArray(c, to);
        c1.intoArray(c, to + LANES);
        c2.intoArray(c, to + 2 * LANES);
        c3.intoArray(c, to + 3 * LANES);
      }
    }
  }

  /** 3 x 3, any stride and dilation. */
  private static void nine(
      int lines,
      int lineStep,
      int pixels,
      int tap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      float[] start,
      int startAt,
      float[] c) {
    FloatVector w0 = FloatVector.fromArray(F, w, wAt);
    FloatVector w1 = FloatVector.fromArray(F, w, wAt + LANES);
    FloatVector w2 = FloatVector.fromArray(F, w, wAt + 2 * LANES);
    FloatVector w3 = FloatVector.fromArray(F, w, wAt + 3 * LANES);
    FloatVector w4 = FloatVector.fromArray(F, w, wAt + 4 * LANES);
    FloatVector w5 = FloatVector.fromArray(F, w, wAt + 5 * LANES);
    FloatVector w6 = FloatVector.fromArray(F, w, wAt + 6 * LANES);
    FloatVector w7 = FloatVector.fromArray(F, w, wAt + 7 * LANES);
    FloatVector w8 = FloatVector.fromArray(F, w, wAt + 8 * LANES);
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
    for (int l = 0; l < lines; l++) {
      for (int i = 0, at = l * lineStep, to = l * pixels * LANES;
          i < pixels;
          i++, at += step, to += LANES) {
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
  }

  private static void groups(
      int pixels,
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    int group = pixels >= 8 ? 8 : pixels >= 4 ? 4 : 1;
    for (int i = 0; i < pixels; i += group) {
      int p = Math.min(i, pixels - group);
      int at = xAt + p * step;
      int to = cAt + p * LANES;
      switch (group) {
        case 8 -> eight(firstTap, endTap, x, at, step, offsets, w, wAt, start, startAt, c, to);
        case 4 -> four(firstTap, endTap, x, at, step, offsets, w, wAt, start, startAt, c, to);
        default -> one(firstTap, endTap, x, at, offsets, w, wAt, start, startAt, c, to);
      }
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
    for (int t = firstTap, from = wAt; t < endTap; t++, from += LANES) {
      FloatVector y = FloatVector.fromArray(F, w, from);
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
    c1.intoArray(c, cAt + LANES);
    c2.intoArray(c, cAt + 2 * LANES);
    c3.intoArray(c, cAt + 3 * LANES);
    c4.intoArray(c, cAt + 4 * LANES);
    c5.intoArray(c, cAt + 5 * LANES);
    c6.intoArray(c, cAt + 6 * LANES);
    c7.intoArray(c, cAt + 7 * LANES);
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
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(F, start, startAt);
    FloatVector c1 = FloatVector.fromArray(F, start, startAt);
    FloatVector c2 = FloatVector.fromArray(F, start, startAt);
    FloatVector c3 = FloatVector.fromArray(F, start, startAt);
    for (int t = firstTap, from = wAt; t < endTap; t++, from += LANES) {
      FloatVector y = FloatVector.fromArray(F, w, from);
      int at = xAt + offsets[t];
      c0 = y.fma(FloatVector.fromArray(F, x, at), c0);
      c1 = y.fma(FloatVector.fromArray(F, x, at + step), c1);
      c2 = y.fma(FloatVector.fromArray(F, x, at + 2 * step), c2);
      c3 = y.fma(FloatVector.fromArray(F, x, at + 3 * step), c3);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + LANES);
    c2.intoArray(c, cAt + 2 * LANES);
    c3.intoArray(c, cAt + 3 * LANES);
  }

  private static void one(
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(F, start, startAt);
    for (int t = firstTap, from = wAt; t < endTap; t++, from += LANES) {
      FloatVector y = FloatVector.fromArray(F, w, from);
      int at = xAt + offsets[t];
      c0 = y.fma(FloatVector.fromArray(F, x, at), c0);
    }
    c0.intoArray(c, cAt);
  }
}
