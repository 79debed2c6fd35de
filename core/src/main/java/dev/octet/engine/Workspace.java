package dev.octet.engine;

import java.util.ArrayDeque;

/**
 * Arrays that are used again: what keeps a forward pass from allocating. Lengths are rounded up to
 * four sizes in each power of two, so that passes over slightly different shapes share arrays. Safe
 * from many threads.
 */
final class Workspace {
  private static final int LEAST = 64;
  private static final int CLASSES = 4 * 26;

  /** An array up to twice too long is lent rather than a new one made. */
  private static final int STEPS_UP = 4;

  private final Shelf<float[]> floats = new Shelf<>();
  private final Shelf<byte[]> bytes = new Shelf<>();
  private final Shelf<int[]> ints = new Shelf<>();

  private static final class Shelf<T> {
    private final ArrayDeque<T>[] free = newDeques();

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> ArrayDeque<T>[] newDeques() {
      return new ArrayDeque[CLASSES];
    }

    synchronized T take(int sizeClass) {
      for (int c = sizeClass; c < Math.min(CLASSES, sizeClass + STEPS_UP); c++) {
        if (free[c] != null && !free[c].isEmpty()) {
          return free[c].pop();
        }
      }
      return null;
    }

    synchronized void give(T array, int sizeClass) {
      if (free[sizeClass] == null) {
        free[sizeClass] = new ArrayDeque<>(4);
      }
      free[sizeClass].push(array);
    }
  }

  float[] floats(int atLeast) {
    int c = sizeClass(atLeast);
    float[] found = floats.take(c);
    return found != null ? found : new float[size(c)];
  }

  byte[] bytes(int atLeast) {
    int c = sizeClass(atLeast);
    byte[] found = bytes.take(c);
    return found != null ? found : new byte[size(c)];
  }

  int[] ints(int atLeast) {
    int c = sizeClass(atLeast);
    int[] found = ints.take(c);
    return found != null ? found : new int[size(c)];
  }

  void release(Object array) {
    if (array instanceof float[] a) {
      floats.give(a, sizeClass(a.length));
    } else if (array instanceof byte[] a) {
      bytes.give(a, sizeClass(a.length));
    } else if (array instanceof int[] a) {
      ints.give(a, sizeClass(a.length));
    } else {
      throw new IllegalArgumentException("not a borrowed array: " + array.getClass().getName());
    }
  }

  /** The least class whose size is at least n: four equal steps between powers of two. */
  static int sizeClass(int n) {
    if (n <= LEAST) {
      return 0;
    }
    int log = 31 - Integer.numberOfLeadingZeros(n - 1);
    int step = (n - 1 >>> log - 2) - 4;
    return 4 * (log - 6) + step + 1;
  }

  static int size(int sizeClass) {
    long size = (long) (4 + sizeClass % 4) << (sizeClass / 4 + 4);
    return (int) Math.min(size, Integer.MAX_VALUE - 8);
  }
}
