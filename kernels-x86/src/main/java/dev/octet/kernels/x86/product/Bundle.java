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
public record Bundle(int firstGroup, int groups, ConvFilter filter) {
  /**
   * Puts groups together.
   *
   * @param filter the convolution
   * @param columns columns of a panel
   * @return all groups
   */
  public static List<Bundle> of(ConvFilter filter, int columns) {
    int each = Math.clamp(columns / filter.groupOutputs(), 1, filter.groups());
    List<Bundle> bundles = new ArrayList<>();
    for (int g = 0; g < filter.groups(); g += each) {
      bundles.add(new Bundle(g, Math.min(each, filter.groups() - g), filter));
    }
    return bundles;
  }

  /** {@return the first channel that it reads} */
  public int firstInput() {
    return firstGroup * filter.groupInputs();
  }

  /** {@return how many channels it reads} */
  public int inputs() {
    return groups * filter.groupInputs();
  }

  /** {@return the first channel that it gives} */
  public int firstOutput() {
    return firstGroup * filter.groupOutputs();
  }

  /** {@return how many channels it gives} */
  public int outputs() {
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
    byte[] rows = new byte[Math.multiplyExact(outputs() * filter.taps(), inputs())];
    for (int j = 0; j < outputs(); j++) {
      byte zero = (byte) zeroPoints[zeroPoints.length == 1 ? 0 : j];
      int row = filter.taps() * inputs();
      Arrays.fill(rows, j * row, (j + 1) * row, zero);
    }
    copy(w, offset, rows);
    return rows;
  }

  /**
   * Rows {@code [output][tap][input]} of the whole bundle.
   *
   * @param w all weights
   * @param offset of the first
   * @return rows with 0 where groups do not meet
   */
  public float[] rows(float[] w, int offset) {
    float[] rows = new float[Math.multiplyExact(outputs() * filter.taps(), inputs())];
    copy(w, offset, rows);
    return rows;
  }

  /** Puts weights, in arrays of one type, where they belong. */
  private void copy(Object w, int offset, Object rows) {
    int taps = filter.taps();
    int few = filter.groupInputs();
    for (int j = 0; j < outputs(); j++) {
      int from = offset + (firstOutput() + j) * taps * few;
      int to = j * taps * inputs() + j / filter.groupOutputs() * few;
      for (int t = 0; t < taps; t++) {
        System.arraycopy(w, from + t * few, rows, to + t * inputs(), few);
      }
    }
  }
}
