package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Which bytes of a pixel a vector of a grouped convolution's outputs reads: those of all its
 * groups, in one load.
 *
 * @param bytes 8, 16, 32 or 64
 */
record GroupInputs(int bytes) {
  static GroupInputs of(Isa isa, ConvFilter f) {
    int most = 0;
    int lanes = isa.lanes();
    for (int first = 0; first < f.outChannels(); first += lanes) {
      most = Math.max(most, groups(f, first, lanes));
    }
    most = Math.max(most, groups(f, Math.max(0, f.outChannels() - lanes), lanes));
    int needed = most * f.groupInputs();
    return new GroupInputs(Math.max(8, Integer.highestOneBit(2 * needed - 1)));
  }

  /** Groups of outputs from one on. */
  private static int groups(ConvFilter f, int first, int lanes) {
    int last = Math.min(first + lanes, f.outChannels()) - 1;
    return last / f.groupOutputs() - first / f.groupOutputs() + 1;
  }

  /** Whether a vector holds them, and a pixel has so many. */
  boolean fits(Isa isa, ConvFilter f) {
    return bytes <= ColumnKey.perStep(isa) * isa.lanes() && bytes <= f.inChannels();
  }

  /** Where a vector's load begins: no further than it ends within the pixel. */
  int begin(ConvFilter f, int first) {
    return Math.min(first / f.groupOutputs() * f.groupInputs(), f.inChannels() - bytes);
  }

  /** Which step of those loaded is the first of a channel's group. */
  int lane(Isa isa, ConvFilter f, int first, int channel) {
    int input = channel / f.groupOutputs() * f.groupInputs();
    return (input - begin(f, first)) / ColumnKey.perStep(isa);
  }
}
