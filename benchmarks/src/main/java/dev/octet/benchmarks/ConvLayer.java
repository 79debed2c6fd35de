package dev.octet.benchmarks;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.Volume;

/**
 * A convolution of one sequence, square image or cube.
 *
 * @param filter what it is
 * @param in sizes of the input
 */
record ConvLayer(ConvFilter filter, Volume in) {
  /**
   * From letters: i channels in, o channels out, k kernel, n input size; and where they are not the
   * usual ones s stride, p padding, g groups, d dilation, a axes, t1 for a transposed one.
   *
   * @param text {@code i64-o64-k3-p1-n56}
   * @return the layer
   */
  static ConvLayer of(String text) {
    Letters letters = new Letters(text);
    int padding = letters.number('p', 0);
    Axis axis =
        new Axis(
            letters.number('k'),
            letters.number('s', 1),
            padding,
            padding,
            letters.number('d', 1),
            0);
    int axes = letters.number('a', 2);
    int n = letters.number('n');
    ConvFilter filter =
        new ConvFilter(
            letters.number('i'),
            letters.number('o'),
            letters.number('g', 1),
            letters.number('t', 0) == 1,
            axes == 3 ? axis : Axis.NONE,
            axes == 1 ? Axis.NONE : axis,
            axis);
    Volume in = new Volume(1, axes == 3 ? n : 1, axes == 1 ? 1 : n, n, filter.inChannels());
    return new ConvLayer(filter, in);
  }

  /** {@return sizes of the result} */
  Volume out() {
    return new Volume(
        in.n(),
        filter.outputSize(filter.depth(), in.d()),
        filter.outputSize(filter.height(), in.h()),
        filter.outputSize(filter.width(), in.w()),
        filter.outChannels());
  }

  /**
   * Multiply-accumulates, those in the padding too. Of a transposed convolution it is the inputs
   * that meet every tap.
   *
   * @return how many
   */
  long macs() {
    return filter.transposed()
        ? (long) in.elements() * filter.taps() * filter.groupOutputs()
        : (long) out().elements() * filter.k();
  }
}
