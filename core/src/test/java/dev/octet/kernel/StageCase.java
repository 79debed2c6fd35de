package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** An output stage with random numbers, gaps in its arrays and rubbish in the gaps. */
final class StageCase {
  enum Kind {
    INT32,
    REQUANTIZE,
    REQUANTIZE_ADD,
    DEQUANTIZE
  }

  private final int rows;
  private final int offset;
  private final int stride;
  private final byte[] addend;
  private final boolean addendUnsigned;
  private final int addendZeroPoint;
  private final boolean addendInPlace;
  float[] bias;
  float[] multipliers;
  int zeroPoint;
  int lo;
  int hi;
  float[] inputScales;
  boolean inputScalesPerRow;
  boolean relu;

  StageCase(Random random, int rows, int columns) {
    this.rows = rows;
    offset = random.nextInt(5);
    stride = columns + random.nextInt(4);
    addend = new byte[length()];
    random.nextBytes(addend);
    addendUnsigned = random.nextBoolean();
    addendZeroPoint = random.nextInt(256) - (addendUnsigned ? 0 : 128);
    addendInPlace = random.nextInt(4) == 0;
    bias = random.nextInt(4) == 0 ? null : floats(random, columns, 1000f);
    multipliers = floats(random, random.nextBoolean() ? 1 : columns, 0.002f);
    zeroPoint = random.nextInt(-128, 256);
    lo = zeroPoint < 0 ? -128 : random.nextBoolean() ? 0 : zeroPoint;
    hi = zeroPoint < 0 ? 127 : 255;
    inputScalesPerRow = random.nextBoolean();
    inputScales = floats(random, inputScalesPerRow ? rows : 1, 0.1f);
    relu = random.nextBoolean();
  }

  private int length() {
    return offset + rows * stride + 7;
  }

  /** Runs something with a stage of a kind, and gives the array that results went to. */
  Object run(Kind kind, Consumer<QStage> body) {
    return switch (kind) {
      case INT32 -> {
        int[] c = new int[length()];
        Arrays.fill(c, 0x5a5a5a5a);
        body.accept(new QStage.Int32(c, offset, stride));
        yield c;
      }
      case REQUANTIZE -> {
        byte[] c = new byte[length()];
        Arrays.fill(c, (byte) 0x5a);
        body.accept(new QStage.Requantize(bias, multipliers, zeroPoint, lo, hi, c, offset, stride));
        yield c;
      }
      case REQUANTIZE_ADD -> {
        byte[] c = addend.clone();
        body.accept(
            new QStage.RequantizeAdd(
                bias,
                multipliers,
                addendInPlace ? c : addend,
                offset,
                stride,
                addendUnsigned,
                0.017f,
                addendZeroPoint,
                1.5f,
                zeroPoint,
                lo,
                hi,
                c,
                offset,
                stride));
        yield c;
      }
      case DEQUANTIZE -> {
        float[] c = new float[length()];
        Arrays.fill(c, 12345.678f);
        body.accept(
            new QStage.Dequantize(
                inputScales, inputScalesPerRow, multipliers, bias, relu, c, offset, stride));
        yield c;
      }
    };
  }

  /** Integers are equal, floats bit for bit, gaps included. */
  static void assertSame(Object actual, Object expected, String what) {
    switch (actual) {
      case int[] x -> assertThat(x).as(what).isEqualTo(expected);
      case byte[] x -> assertThat(x).as(what).isEqualTo(expected);
      case float[] x -> assertThat(bits(x)).as(what).isEqualTo(bits((float[]) expected));
      default -> throw new AssertionError(actual);
    }
  }

  static float[] floats(Random random, int n, float scale) {
    float[] floats = new float[Math.max(1, n)];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (random.nextFloat() - 0.25f) * scale;
    }
    return floats;
  }

  /** Bits, so that zeros differ by sign; all NaN are alike. */
  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }
}
