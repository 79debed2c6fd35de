package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import java.util.Arrays;

/**
 * Convolutions that {@link ConvLines} runs: depthwise ones, and groups with no more outputs than a
 * micro-kernel has columns. Weights of groups become floats for each call, in borrowed memory,
 * since as bundles they take several times their room.
 *
 * @param depthwise for groups of one input
 * @param groups for others
 */
record LineTiles(DepthwiseTile depthwise, GroupTile groups) {
  /** The most inputs of a group. */
  private static final int MOST_INPUTS = 64;

  /** Reads weights as floats. */
  interface Weights {
    float at(int outChannel, int index);
  }

  boolean serves(ConvFilter f) {
    return !f.transposed()
        && f.groups() > 1
        && (f.isDepthwise()
            || f.groupOutputs() <= groups.columns() && f.groupInputs() <= MOST_INPUTS);
  }

  /** Depthwise weights as the micro-kernel reads them: so few that they can be kept as floats. */
  float[] byChannel(ConvFilter f, Weights w) {
    int channels = stride(f);
    float[] weights = new float[Math.multiplyExact(f.taps(), channels)];
    for (int t = 0; t < f.taps(); t++) {
      for (int c = 0; c < f.outChannels(); c++) {
        weights[t * channels + c] = w.at(c, t);
      }
    }
    return weights;
  }

  /** Borrows the weights of groups as the micro-kernel reads them. */
  float[] byBundle(ConvFilter f, Weights w, KernelContext context) {
    ConvPacking packing = ConvPacking.of(f, groups.columns());
    int columns = groups.columns();
    int size = packing.bundles() * bundleSize(f, packing);
    float[] weights = context.floats(size);
    Arrays.fill(weights, 0, size, 0f);
    int inputs = f.groupInputs();
    for (int b = 0; b < packing.bundles(); b++) {
      for (int j = 0; j < packing.outputs(b); j++) {
        int group = j / f.groupOutputs();
        int out = packing.firstOutput(b) + j;
        for (int t = 0; t < f.taps(); t++) {
          int row = t * packing.inputs(b) + group * inputs;
          int to = b * bundleSize(f, packing) + row * columns + j;
          for (int i = 0; i < inputs; i++) {
            weights[to + i * columns] = w.at(out, t * inputs + i);
          }
        }
      }
    }
    return weights;
  }

  private int bundleSize(ConvFilter f, ConvPacking packing) {
    return f.taps() * packing.inputs(0) * groups.columns();
  }

  /** The loops with given weights. */
  ConvLines lines(ConvFilter f, float[] weights) {
    int stride = stride(f);
    if (f.isDepthwise()) {
      return new ConvLines(
          f,
          stride,
          stride,
          (pixels, first, end, x, xAt, step, offsets, start, c) ->
              depthwise.multiply(
                  pixels, stride, first, end, x, xAt, step, offsets, weights, start, 0, c));
    }
    ConvPacking packing = ConvPacking.of(f, groups.columns());
    return new ConvLines(
        f,
        f.inChannels(),
        stride,
        (pixels, first, end, x, xAt, step, offsets, start, c) -> {
          // In this order, since a bundle of few outputs writes into the columns of the next.
          for (int b = 0; b < packing.bundles(); b++) {
            int column = packing.firstOutput(b);
            groups.multiply(
                pixels,
                packing.inputs(b),
                first,
                end,
                x,
                xAt + packing.firstInput(b),
                step,
                offsets,
                weights,
                b * bundleSize(f, packing),
                start,
                column,
                c,
                column,
                stride);
          }
        });
  }

  /** Floats of a pixel in the sums: room for whole vectors. */
  private int stride(ConvFilter f) {
    int n = f.outChannels();
    return f.isDepthwise()
        ? Tasks.ceilDiv(n, depthwise.lanes()) * depthwise.lanes()
        : n + groups.columns();
  }
}
