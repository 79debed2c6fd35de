package dev.octet.nn.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntFunction;

/**
 * Moves the elements of tensors from a stream into arrays, through one buffer. Each method reads
 * the next {@code n} elements, and fails with {@link Broken} where the stream ends before.
 */
public final class ElementReader {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Elements of a first array where the stream's honesty is not proved. */
  private static final int FIRST_ELEMENTS = 1 << 16;

  private final InputStream in;
  private final boolean proved;
  private final ByteBuffer buffer;

  /**
   * Makes a reader.
   *
   * @param in the bytes
   * @param proved whether it is known that as many elements come as will be asked for; where it is
   *     not, memory grows with what the stream gives
   * @param order how elements of several bytes lie
   */
  public ElementReader(InputStream in, boolean proved, ByteOrder order) {
    this.in = in;
    this.proved = proved;
    this.buffer = ByteBuffer.allocate(BUFFER_BYTES).order(order);
  }

  /**
   * Reads floats of 32 bits.
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public float[] float32(int n) throws IOException {
    if (proved) {
      float[] array = new float[n];
      for (int at = 0; at < n; ) {
        int count = Math.min(n - at, BUFFER_BYTES / 4);
        next(count * 4, "its data").asFloatBuffer().get(array, at, count);
        at += count;
      }
      return array;
    }
    return fill(n, 4, float[]::new, (b, a, at, k) -> b.asFloatBuffer().get(a, at, k));
  }

  /**
   * Reads floats of 64 bits, rounded to 32.
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public float[] float64(int n) throws IOException {
    return floats(n, 8, b -> (float) b.getDouble());
  }

  /**
   * Reads floats of 16 bits (IEEE 754 binary16).
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public float[] float16(int n) throws IOException {
    return floats(n, 2, b -> Float.float16ToFloat(b.getShort()));
  }

  /**
   * Reads bfloat16, the upper half of a float.
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public float[] bfloat16(int n) throws IOException {
    return floats(n, 2, b -> Float.intBitsToFloat(b.getShort() << 16));
  }

  /**
   * Reads integers of 64 bits.
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public long[] int64(int n) throws IOException {
    return fill(n, 8, long[]::new, (b, a, at, k) -> b.asLongBuffer().get(a, at, k));
  }

  /**
   * Reads integers of 32 bits.
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public int[] int32(int n) throws IOException {
    return fill(n, 4, int[]::new, (b, a, at, k) -> b.asIntBuffer().get(a, at, k));
  }

  /**
   * Reads integers of 16 or 32 bits, widened.
   *
   * @param n how many
   * @param bytes of each, 2 or 4
   * @return the elements
   * @throws IOException if reading fails
   */
  public long[] widened(int n, int bytes) throws IOException {
    return fill(
        n,
        bytes,
        long[]::new,
        (b, a, at, k) -> {
          for (int i = 0; i < k; i++) {
            a[at + i] = bytes == 2 ? b.getShort() : b.getInt();
          }
        });
  }

  /**
   * Reads bytes.
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public byte[] bytes(int n) throws IOException {
    if (proved) {
      byte[] array = new byte[n];
      require(in.readNBytes(array, 0, n), n, "its data");
      return array;
    }
    return fill(n, 1, byte[]::new, (b, a, at, k) -> b.get(a, at, k));
  }

  /**
   * Reads truth values: bytes of 0 or 1, and no others.
   *
   * @param n how many
   * @return the elements
   * @throws IOException if reading fails
   */
  public boolean[] truths(int n) throws IOException {
    return fill(n, 1, boolean[]::new, ElementReader::truths);
  }

  private static void truths(ByteBuffer from, boolean[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      byte b = from.get();
      if (b != 0 && b != 1) {
        throw new Broken("element " + (at + i) + " is " + b + ", expected 0 or 1");
      }
      to[at + i] = b == 1;
    }
  }

  /** Takes one float out of the buffer. */
  private interface Next {
    float from(ByteBuffer buffer);
  }

  private float[] floats(int n, int bytes, Next next) throws IOException {
    return fill(
        n,
        bytes,
        float[]::new,
        (b, a, at, k) -> {
          for (int i = 0; i < k; i++) {
            a[at + i] = next.from(b);
          }
        });
  }

  /** Moves elements out of the buffer. */
  private interface Piece<A> {
    void move(ByteBuffer from, A to, int at, int count);
  }

  private <A> A fill(int n, int bytes, IntFunction<A> make, Piece<A> piece) throws IOException {
    int room = proved ? n : Math.min(n, FIRST_ELEMENTS);
    A array = make.apply(room);
    for (int at = 0; at < n; ) {
      if (at == room) {
        room = (int) Math.min(n, 2L * room);
        A more = make.apply(room);
        System.arraycopy(array, 0, more, 0, at);
        array = more;
      }
      int count = Math.min(room - at, BUFFER_BYTES / bytes);
      piece.move(next(count * bytes, "its data"), array, at, count);
      at += count;
    }
    return array;
  }

  /** The next bytes, at most as many as fit the buffer. */
  ByteBuffer next(int bytes, String what) throws IOException {
    require(in.readNBytes(buffer.array(), 0, bytes), bytes, what);
    return buffer.clear().limit(bytes);
  }

  private static void require(int got, int bytes, String what) {
    if (got < bytes) {
      throw new Broken("the file ends within " + what);
    }
  }
}
