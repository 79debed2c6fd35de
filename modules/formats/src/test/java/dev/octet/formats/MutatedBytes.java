package dev.octet.formats;

import java.util.Arrays;
import java.util.Random;

/** Broken copies of good files. */
public final class MutatedBytes {
  private MutatedBytes() {}

  /**
   * Every other time one bit; else one to four changes: bits, bytes, numbers, parts left out, put
   * in, or moved; or an early end.
   *
   * @param file a good file
   * @param seed which change
   * @return a changed copy
   */
  public static byte[] of(byte[] file, long seed) {
    Random random = new Random(seed);
    byte[] bytes = file.clone();
    if (seed % 2 == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      return bytes;
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      int n = Math.min(1 + random.nextInt(16), bytes.length - at);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> Arrays.fill(bytes, at, at + n, (byte) 0xff);
        case 3 -> bytes = joined(bytes, at, new byte[0], at + n);
        case 4 -> {
          byte[] more = new byte[n];
          random.nextBytes(more);
          bytes = joined(bytes, at, more, at);
        }
        case 5 -> {
          int from = random.nextInt(bytes.length - n + 1);
          System.arraycopy(bytes.clone(), from, bytes, at, n);
        }
        default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, Math.max(1, at)) : bytes;
      }
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int end, byte[] middle, int start) {
    byte[] all = new byte[end + middle.length + bytes.length - start];
    System.arraycopy(bytes, 0, all, 0, end);
    System.arraycopy(middle, 0, all, end, middle.length);
    System.arraycopy(bytes, start, all, end + middle.length, bytes.length - start);
    return all.length == 0 ? new byte[1] : all;
  }
}
