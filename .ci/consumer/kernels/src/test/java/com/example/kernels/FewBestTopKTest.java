package com.example.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The kernel beside Octet's own: every integer the same, and every place. */
class FewBestTopKTest {
  private static final int[] LENGTHS =
      IntStream.concat(IntStream.rangeClosed(0, 70), IntStream.of(255, 256, 257, 1000)).toArray();
  private static final float[] SPECIAL = {
    0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE
  };

  private final TopK octets = Engine.of(EngineOptions.BEST, List.of()).kernel(TopK.class);
  private final TopK mine =
      Engine.of(EngineOptions.BEST, List.of(new FewBestProvider())).kernel(TopK.class);
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void testsWhatItShould() {
    assertThat(mine).isInstanceOf(FewBestTopK.class);
    assertThat(octets).isNotInstanceOf(FewBestTopK.class);
  }

  @Test
  void bytesOfEveryLength() {
    for (int n : LENGTHS) {
      byte[] values = new byte[n];
      random.nextBytes(values);
      compareBytes(values);
    }
  }

  @Test
  void equalExtremeAndSortedBytes() {
    for (byte value : new byte[] {-128, -1, 0, 127}) {
      byte[] same = new byte[300];
      Arrays.fill(same, value);
      compareBytes(same);
    }
    byte[] rising = new byte[1024];
    for (int i = 0; i < rising.length; i++) {
      rising[i] = (byte) (i / 4);
    }
    compareBytes(rising);
  }

  @Test
  void floatsOfEveryLength() {
    for (int n : LENGTHS) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] =
            random.nextInt(4) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : (float) random.nextGaussian();
      }
      compareFloats(values);
    }
  }

  private void compareBytes(byte[] row) {
    int n = row.length;
    for (int k : wanted(n)) {
      for (int form = 0; form < 4; form++) {
        boolean unsigned = form % 2 == 0;
        boolean greatest = form / 2 == 0;
        int offset = random.nextInt(20);
        int to = random.nextInt(20);
        byte[] q = new byte[offset + n + 9];
        random.nextBytes(q);
        System.arraycopy(row, 0, q, offset, n);
        byte[] expected = new byte[to + k + 9];
        byte[] actual = new byte[to + k + 9];
        int[] expectedPlaces = new int[to + k + 9];
        int[] actualPlaces = new int[to + k + 9];
        octets.bytes(q, offset, n, unsigned, greatest, k, expected, expectedPlaces, to);
        mine.bytes(q, offset, n, unsigned, greatest, k, actual, actualPlaces, to);
        String what = k + " of " + n + ", form " + form + ", seed " + seed;
        // The whole arrays: nothing may be written beside the results.
        assertThat(actual).as(what).isEqualTo(expected);
        assertThat(actualPlaces).as(what).isEqualTo(expectedPlaces);
      }
    }
  }

  private void compareFloats(float[] row) {
    int n = row.length;
    for (int k : wanted(n)) {
      for (boolean greatest : new boolean[] {true, false}) {
        int offset = random.nextInt(20);
        int to = random.nextInt(20);
        float[] x = new float[offset + n + 9];
        Arrays.fill(x, Float.NaN);
        System.arraycopy(row, 0, x, offset, n);
        float[] expected = new float[to + k + 9];
        float[] actual = new float[to + k + 9];
        int[] expectedPlaces = new int[to + k + 9];
        int[] actualPlaces = new int[to + k + 9];
        octets.floats(x, offset, n, greatest, k, expected, expectedPlaces, to);
        mine.floats(x, offset, n, greatest, k, actual, actualPlaces, to);
        String what = k + " of " + n + ", greatest " + greatest + ", seed " + seed;
        assertThat(actual).as(what).isEqualTo(expected);
        assertThat(actualPlaces).as(what).isEqualTo(expectedPlaces);
      }
    }
  }

  /** None, a few, some where the room for candidates begins to grow, all. */
  private static int[] wanted(int n) {
    return IntStream.of(0, 1, 2, 5, 16, 17, n - 1, n)
        .filter(k -> k >= 0 && k <= n)
        .distinct()
        .toArray();
  }
}
