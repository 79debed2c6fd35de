package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups of a convolution that are multiplied together, block diagonal, so that their outputs fill
 * a panel's columns:
 *
 * <pre>
 *               group 0 | group 1        columns of a panel
 * tap 0, ch 0..    w    |    z           z: the column's zero point, which counts as nothing
 * tap 0, ch 4..    z    |    w
 * </pre>
 *
 * @param firstGroup the first
 * @param groups how many
 * @param filter the convolution
 */
record Bundle(int firstGroup, int groups, ConvFilter filter) {
  static List<Bundle> of(ConvFilter filter, int columns) {
    int each = Math.clamp(columns / filter.groupOutputs(), 1, filter.groups());
    List<Bundle> bundles = new ArrayList<>();
    for (int g = 0; g < filter.groups(); g += each) {
      bundles.add(new Bundle(g, Math.min(each, filter.groups() - g), filter));
    }
    return bundles;
  }

  int firstInput() {
    return firstGroup * filter.groupInputs();
  }

  int inputs() {
    return groups * filter.groupInputs();
  }

  int firstOutput() {
    return firstGroup * filter.groupOutputs();
  }

  int outputs() {
    return groups * filter.groupOutputs();
  }

  /** Zero points of this bundle's columns. */
  int[] zeroPoints(int[] all) {
    return all.length == 1
        ? all
        : Arrays.copyOfRange(all, firstOutput(), firstOutput() + outputs());
  }

  /** Rows {@code [output][tap][input]} of the whole bundle. */
  byte[] rows(byte[] w, int offset, int[] zeroPoints) {
    int taps = filter.taps();
    int few = filter.groupInputs();
    byte[] rows = new byte[Math.multiplyExact(outputs() * taps, inputs())];
    for (int j = 0; j < outputs(); j++) {
      byte zero = (byte) zeroPoints[zeroPoints.length == 1 ? 0 : j];
      int from = offset + (firstOutput() + j) * taps * few;
      int to = j * taps * inputs();
      Arrays.fill(rows, to, to + taps * inputs(), zero);
      int group = j / filter.groupOutputs();
      for (int t = 0; t < taps; t++) {
        System.arraycopy(w, from + t * few, rows, to + t * inputs() + group * few, few);
      }
    }
    return rows;
  }
}
