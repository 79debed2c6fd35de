package dev.octet.kernel;

import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;

/**
 * The part of an array that a kernel is given, with poison on both sides: a NaN that no kernel
 * makes, so that what is read outside shows in a result, and what is written outside in {@code
 * assertIntact}.
 */
public final class Guarded {
  private static final int AROUND = 67;
  private static final int POISON_BITS = 0x7fc0dead;
  private static final byte POISON_BYTE = 0x5a;

  private Guarded() {}

  /**
   * Floats with poison around them.
   *
   * @param array what kernels get
   * @param offset index of the first element that is theirs
   * @param n how many are theirs
   */
  public record Floats(float[] array, int offset, int n) {
    /**
     * Surrounds a copy of values.
     *
     * @param offset where they start
     * @param values the values
     * @return the array
     */
    public static Floats of(int offset, float... values) {
      float[] array = new float[offset + values.length + AROUND];
      Arrays.fill(array, Float.intBitsToFloat(POISON_BITS));
      System.arraycopy(values, 0, array, offset, values.length);
      return new Floats(array, offset, values.length);
    }

    /**
     * Room for results, poisoned too.
     *
     * @param offset where it starts
     * @param n how many elements
     * @return the array
     */
    public static Floats room(int offset, int n) {
      float[] values = new float[n];
      Arrays.fill(values, Float.intBitsToFloat(POISON_BITS));
      return of(offset, values);
    }

    /**
     * One of the elements.
     *
     * @param i from 0
     * @return its value
     */
    public float get(int i) {
      return array[offset + i];
    }

    /**
     * The elements without their surroundings.
     *
     * @return a copy
     */
    public float[] values() {
      return Arrays.copyOfRange(array, offset, offset + n);
    }

    /**
     * Fails if something was written outside.
     *
     * @param what for the message
     */
    public void assertIntact(String what) {
      for (int i = 0; i < array.length; i++) {
        boolean outside = i < offset || i >= offset + n;
        if (outside && Float.floatToRawIntBits(array[i]) != POISON_BITS) {
          fail("%s: wrote %s at %d, outside [%d, %d)", what, array[i], i, offset, offset + n);
        }
      }
    }
  }

  /**
   * Bytes with poison around them.
   *
   * @param array what kernels get
   * @param offset index of the first element that is theirs
   * @param n how many are theirs
   */
  public record Bytes(byte[] array, int offset, int n) {
    /**
     * Surrounds a copy of values.
     *
     * @param offset where they start
     * @param values the values
     * @return the array
     */
    public static Bytes of(int offset, byte... values) {
      byte[] array = new byte[offset + values.length + AROUND];
      Arrays.fill(array, POISON_BYTE);
      System.arraycopy(values, 0, array, offset, values.length);
      return new Bytes(array, offset, values.length);
    }

    /**
     * One of the elements.
     *
     * @param i from 0
     * @return its value
     */
    public byte get(int i) {
      return array[offset + i];
    }

    /**
     * The elements without their surroundings.
     *
     * @return a copy
     */
    public byte[] values() {
      return Arrays.copyOfRange(array, offset, offset + n);
    }

    /**
     * Fails if something was written outside.
     *
     * @param what for the message
     */
    public void assertIntact(String what) {
      for (int i = 0; i < array.length; i++) {
        boolean outside = i < offset || i >= offset + n;
        if (outside && array[i] != POISON_BYTE) {
          fail("%s: wrote %s at %d, outside [%d, %d)", what, array[i], i, offset, offset + n);
        }
      }
    }
  }
}
