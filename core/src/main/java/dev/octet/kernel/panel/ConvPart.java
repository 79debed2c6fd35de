package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Outputs of a convolution that use the same taps. A plain convolution is one part. A transposed
 * one has stride x stride x stride: outputs whose positions leave the same rests see every
 * stride-th tap, and there is nothing to skip.
 *
 * @param depth the outermost axis
 * @param height the middle axis
 * @param width the innermost axis
 */
record ConvPart(Steps depth, Steps height, Steps width) {
  /**
   * One axis of a part.
   *
   * @param positions output positions
   * @param tapIndex the filter's taps that count
   * @param inputs for each position and tap the input position, or -1
   */
  record Steps(int[] positions, int[] tapIndex, int[] inputs) {
    int outputs() {
      return positions.length;
    }

    int taps() {
      return tapIndex.length;
    }

    int input(int output, int tap) {
      return inputs[output * tapIndex.length + tap];
    }

    static Steps of(ConvFilter filter, ConvFilter.Axis axis, int in, int[] positions, int[] taps) {
      int[] inputs = new int[positions.length * taps.length];
      for (int o = 0; o < positions.length; o++) {
        for (int t = 0; t < taps.length; t++) {
          inputs[o * taps.length + t] = filter.inputAt(axis, in, positions[o], taps[t]);
        }
      }
      return new Steps(positions, taps, inputs);
    }
  }

  /** Whether what taps see is copied, rather than read from lines. */
  static boolean copies(ConvFilter f) {
    return f.transposed() || f.taps() == 1;
  }

  int outputs() {
    return depth.outputs() * height.outputs() * width.outputs();
  }

  int taps() {
    return depth.taps() * height.taps() * width.taps();
  }

  /**
   * Which taps of the filter this part uses, in the order of its columns. Depends on the filter
   * only, so that weights can be packed before an image is seen.
   */
  static List<int[]> tapsByPart(ConvFilter f) {
    List<int[]> parts = new ArrayList<>();
    for (int[] d : phases(f, f.depth())) {
      for (int[] h : phases(f, f.height())) {
        for (int[] w : phases(f, f.width())) {
          parts.add(product(f, d, h, w));
        }
      }
    }
    return parts;
  }

  private static int[] product(ConvFilter f, int[] depth, int[] height, int[] width) {
    int[] taps = new int[depth.length * height.length * width.length];
    int i = 0;
    for (int d : depth) {
      for (int h : height) {
        for (int w : width) {
          taps[i++] = (d * f.height().kernel() + h) * f.width().kernel() + w;
        }
      }
    }
    return taps;
  }

  /** The parts for images of a size, in the order of {@link #tapsByPart}. */
  static List<ConvPart> of(ConvFilter f, int depth, int height, int width) {
    List<ConvPart> parts = new ArrayList<>();
    for (Steps d : steps(f, f.depth(), depth)) {
      for (Steps h : steps(f, f.height(), height)) {
        for (Steps w : steps(f, f.width(), width)) {
          parts.add(new ConvPart(d, h, w));
        }
      }
    }
    return parts;
  }

  private static List<Steps> steps(ConvFilter f, ConvFilter.Axis axis, int in) {
    int out = Math.max(0, f.outputSize(axis, in));
    int phases = f.transposed() ? axis.stride() : 1;
    List<int[]> taps = phases(f, axis);
    return IntStream.range(0, phases)
        .mapToObj(
            phase -> {
              int[] positions = IntStream.range(0, out).filter(o -> o % phases == phase).toArray();
              return Steps.of(f, axis, in, positions, taps.get(phase));
            })
        .toList();
  }

  /** For each rest of output positions the taps that can see an input. */
  private static List<int[]> phases(ConvFilter f, ConvFilter.Axis axis) {
    IntStream phases = IntStream.range(0, f.transposed() ? axis.stride() : 1);
    return phases
        .mapToObj(
            phase ->
                IntStream.range(0, axis.kernel())
                    .filter(
                        t ->
                            !f.transposed()
                                || (phase + axis.paddingBefore() - t * axis.dilation())
                                        % axis.stride()
                                    == 0)
                    .toArray())
        .toList();
  }
}
