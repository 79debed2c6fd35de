package dev.octet.kernels.vector;

import dev.octet.kernel.panel.GroupTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GroupTile} of 8 or 4 pixels by one vector: the weights of an input are loaded once for all
 * of them. The last pixels of a line are computed once more rather than by another loop.
 */
final class VectorGroupTile implements GroupTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;

  @Override
  public int columns() {
    return LANES;
  }

  @Override
  public void multiply(
      int pixels,
      int inputs,
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
      int cAt,
      int cStride) {
    int group = pixels >= 8 ? 8 : pixels >= 4 ? 4 : 1;
    for (int i = 0; i < pixels; i += group) {
      int p = Math.min(i, pixels - group);
      int at = xAt + p * step;
      int to = cAt + p * cStride;
      switch (group) {
        case 8 ->
            eight(
                inputs, firstTap, endTap, x, at, step, offsets, w, wAt, start, startAt, c, to,
                cStride);
        case 4 ->
            four(
                inputs, firstTap, endTap, x, at, step, offsets, w, wAt, start, startAt, c, to,
                cStride);
        default -> one(inputs, firstTap, endTap, x, at, offsets, w, wAt, start, startAt, c, to);
      }
    }
  }

  private static void eight(
      int inputs,
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
      int cAt,
      int cStride) {
    FloatVector c0 = FloatVector.fromArray(F, start, startAt);
    FloatVector c1 = FloatVector.fromArray(F, start, startAt);
    FloatVector c2 = FloatVector.fromArray(F, start, startAt);
    FloatVector c3 = FloatVector.fromArray(F, start, startAt);
    FloatVector c4 = FloatVector.fromArray(F, start, startAt);
    FloatVector c5 = FloatVector.fromArray(F, start, startAt);
    FloatVector c6 = FloatVector.fromArray(F, start, startAt);
    FloatVector c7 = FloatVector.fromArray(F, start, startAt);
    int from = wAt + firstTap * inputs * LANES;
    for (int t = firstTap; t < endTap; t++) {
      int first = xAt + offsets[t];
      for (int at = first; at < first + inputs; at++, from += LANES) {
        FloatVector y = FloatVector.fromArray(F, w, from);
        c0 = FloatVector.broadcast(F, x[at]).fma(y, c0);
        c1 = FloatVector.broadcast(F, x[at + step]).fma(y, c1);
        c2 = FloatVector.broadcast(F, x[at + 2 * step]).fma(y, c2);
        c3 = FloatVector.broadcast(F, x[at + 3 * step]).fma(y, c3);
        c4 = FloatVector.broadcast(F, x[at + 4 * step]).fma(y, c4);
        c5 = FloatVector.broadcast(F, x[at + 5 * step]).fma(y, c5);
        c6 = FloatVector.broadcast(F, x[at + 6 * step]).fma(y, c6);
        c7 = FloatVector.broadcast(F, x[at + 7 * step]).fma(y, c7);
      }
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + cStride);
    c2.intoArray(c, cAt + 2 * cStride);
    c3.intoArray(c, cAt + 3 * cStride);
    c4.intoArray(c, cAt + 4 * cStride);
    c5.intoArray(c, cAt + 5 * cStride);
    c6.intoArray(c, cAt + 6 * cStride);
    c7.intoArray(c, cAt + 7 * cStride);
  }

  private static void four(
      int inputs,
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
      int cAt,
      int cStride) {
    FloatVector c0 = FloatVector.fromArray(F, start, startAt);
    FloatVector c1 = FloatVector.fromArray(F, start, startAt);
    FloatVector c2 = FloatVector.fromArray(F, start, startAt);
    FloatVector c3 = FloatVector.fromArray(F, start, startAt);
    int from = wAt + firstTap * inputs * LANES;
    for (int t = firstTap; t < endTap; t++) {
      int first = xAt + offsets[t];
      for (int at = first; at < first + inputs; at++, from += LANES) {
        FloatVector y = FloatVector.fromArray(F, w, from);
        c0 = FloatVector.broadcast(F, x[at]).fma(y, c0);
        c1 = FloatVector.broadcast(F, x[at + step]).fma(y, c1);
        c2 = FloatVector.broadcast(F, x[at + 2 * step]).fma(y, c2);
        c3 = FloatVector.broadcast(F, x[at + 3 * step]).fma(y, c3);
      }
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + cStride);
    c2.intoArray(c, cAt + 2 * cStride);
    c3.intoArray(c, cAt + 3 * cStride);
  }

  private static void one(
      int inputs,
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
    int from = wAt + firstTap * inputs * LANES;
    for (int t = firstTap; t < endTap; t++) {
      int first = xAt + offsets[t];
      for (int at = first; at < first + inputs; at++, from += LANES) {
        FloatVector y = FloatVector.fromArray(F, w, from);
        c0 = FloatVector.broadcast(F, x[at]).fma(y, c0);
      }
    }
    c0.intoArray(c, cAt);
  }
}
