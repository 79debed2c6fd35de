package dev.octet.zoo.torchvision;

/**
 * How far integers are from PyTorch's.
 *
 * @param count integers
 * @param differing of them
 * @param largest the largest difference, in steps
 */
record Differences(long count, long differing, int largest) {
  static final Differences NONE = new Differences(0, 0, 0);

  static Differences of(int[] ours, int[] theirs) {
    if (ours.length != theirs.length) {
      throw new AssertionError(ours.length + " integers, PyTorch has " + theirs.length);
    }
    long differing = 0;
    int largest = 0;
    for (int i = 0; i < ours.length; i++) {
      int difference = Math.abs(ours[i] - theirs[i]);
      differing += difference == 0 ? 0 : 1;
      largest = Math.max(largest, difference);
    }
    return new Differences(ours.length, differing, largest);
  }

  Differences plus(Differences other) {
    return new Differences(
        count + other.count, differing + other.differing, Math.max(largest, other.largest));
  }

  double fraction() {
    return count == 0 ? 0 : (double) differing / count;
  }

  /** The largest difference of floats over the largest of theirs. */
  static double relative(float[] ours, float[] theirs) {
    double error = 0;
    double largest = 0;
    for (int i = 0; i < theirs.length; i++) {
      error = Math.max(error, Math.abs((double) ours[i] - theirs[i]));
      largest = Math.max(largest, Math.abs(theirs[i]));
    }
    return error / largest;
  }
}
